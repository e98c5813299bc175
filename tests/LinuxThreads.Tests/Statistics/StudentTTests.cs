using LinuxThreads.Statistics;

namespace LinuxThreads.Tests.Statistics;

public sealed class StudentTTests
{
    // Upper critical values of NIST/SEMATECH's e-Handbook of Statistical Methods, 1.3.6.7.2, printed to three decimals.
    [TestCase(0.95, 1, 12.706)]
    [TestCase(0.95, 2, 4.303)]
    [TestCase(0.95, 3, 3.182)]
    [TestCase(0.95, 4, 2.776)]
    [TestCase(0.95, 5, 2.571)]
    [TestCase(0.95, 6, 2.447)]
    [TestCase(0.95, 10, 2.228)]
    [TestCase(0.95, 30, 2.042)]
    [TestCase(0.95, 100, 1.984)]
    [TestCase(0.80, 3, 1.638)]
    [TestCase(0.90, 7, 1.895)]
    [TestCase(0.99, 1, 63.657)]
    [TestCase(0.99, 2, 9.925)]
    [TestCase(0.99, 10, 3.169)]
    public void Quantiles_are_those_of_the_printed_table(double confidence, int degrees, double expected) =>
        StudentT.TwoSidedQuantile(confidence, degrees).Should().BeApproximately(expected, 0.0005);

    // Closed forms of the inverse: ν = 1: tan(πc/2); ν = 2: c·√(2 ÷ (1 − c²)).
    [Test]
    public void One_and_two_degrees_agree_with_their_closed_forms([Values(0.1, 0.5, 0.9, 0.95, 0.999)] double c)
    {
        StudentT.TwoSidedQuantile(c, 1).Should().BeApproximately(Math.Tan(Math.PI * c / 2), 1e-9);
        StudentT.TwoSidedQuantile(c, 2).Should().BeApproximately(c * Math.Sqrt(2 / (1 - (c * c))), 1e-9);
    }

    [Test]
    public void Many_degrees_approach_the_normal_distribution() =>
        StudentT.TwoSidedQuantile(0.95, 1_000_000).Should().BeApproximately(1.959964, 1e-5);

    [Test]
    public void More_degrees_give_a_smaller_quantile()
    {
        var last = double.PositiveInfinity;
        for (var degrees = 1; degrees <= 60; degrees++)
        {
            var quantile = StudentT.TwoSidedQuantile(0.95, degrees);
            quantile.Should().BeLessThan(last);
            last = quantile;
        }
    }

    [Test]
    public void No_degree_of_freedom_is_refused()
    {
        var quantile = () => StudentT.TwoSidedQuantile(0.95, 0);
        quantile.Should().Throw<ArgumentOutOfRangeException>();
    }
}
