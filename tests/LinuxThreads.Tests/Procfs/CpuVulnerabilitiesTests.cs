using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class CpuVulnerabilitiesTests
{
    [Test]
    public void Each_file_is_a_name_with_the_kernels_own_text()
    {
        var vulnerabilities = CpuVulnerabilities.Read(ParserHarness.FixtureRoot("6.18.44-x86_64"));

        vulnerabilities.Entries.Should().HaveCount(19);
        vulnerabilities.Entries.Select(entry => entry.Key).Should().BeInAscendingOrder(StringComparer.Ordinal);
        vulnerabilities["meltdown"].Should().Be("Not affected");
        vulnerabilities["spectre_v2"].Should()
            .Be("Mitigation: Retpolines; STIBP: disabled; RSB filling; PBRSB-eIBRS: Not affected; BHI: Not affected");
    }

    [Test]
    public void A_vulnerability_the_kernel_does_not_know_is_null() =>
        CpuVulnerabilities.Read(ParserHarness.FixtureRoot("6.18.44-x86_64"))["downfall"].Should().BeNull();

    [Test]
    public void A_system_without_the_directory_lacks_the_feature()
    {
        using var tree = new TemporaryTree();
        var act = () => CpuVulnerabilities.Read(tree.Root);

        act.Should().Throw<KernelFeatureMissingException>().Which.Requirement.Should().Contain("4.15");
    }

    [TestCase("")]
    [TestCase("\n")]
    [TestCase("a\nb\n")]
    public void A_text_that_is_not_a_line_is_refused(string text)
    {
        var act = () => CpuVulnerabilities.ParseEntry(System.Text.Encoding.ASCII.GetBytes(text));

        act.Should().Throw<ProcfsFormatException>();
    }
}
