namespace LinuxThreads.Statistics;

/// <summary>The binomial distribution of n fair coins, from the centre outwards.</summary>
/// <remarks>
/// The distribution itself, no normal approximation. Summing the middle rather than the tails needs no difference of
/// nearly equal numbers, and nothing underflows although 2⁻ⁿ does beyond n = 1,074.
/// </remarks>
internal static class FairBinomial
{
    /// <summary>
    /// The largest k ≥ 1 for which k ≤ B ≤ n − k has at least the probability <paramref name="level"/>, with that
    /// probability; k = 1 with the probability it has, if even that falls short.
    /// </summary>
    public static (int K, double Probability) LargestCentralRank(int n, double level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 2);
        var k = n / 2;
        var single = CentralTerm(n);
        // An even n has one middle term, an odd n two equal ones.
        var mass = n % 2 == 0 ? single : 2 * single;
        while (mass < level && k > 1)
        {
            // C(n, k−1) = C(n, k) · k ÷ (n − k + 1)
            single = single * k / (n - k + 1);
            k--;
            mass += 2 * single;
        }

        return (k, mass);
    }

    /// <summary>C(n, ⌊n/2⌋) ÷ 2ⁿ.</summary>
    private static double CentralTerm(int n)
    {
        // Multiplied before divided: while the result fits a double's 53 bits (n ≤ 50 or so), it is then exact.
        var term = 1.0;
        for (var j = 1; j <= n / 2; j++)
        {
            term = term * (2 * j - 1) / (2 * j);
        }

        // C(2m+1, m) ÷ 2^(2m+1) = C(2m, m) ÷ 2^(2m) · (2m+1) ÷ (2m+2)
        return n % 2 == 0 ? term : term * n / (n + 1.0);
    }
}
