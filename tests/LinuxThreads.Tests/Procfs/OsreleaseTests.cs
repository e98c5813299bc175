using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class OsreleaseTests
{
    [TestCase("6.18.44\n", 6, 18, 44)]
    [TestCase("5.15.0-91-generic\n", 5, 15, 0)]
    [TestCase("4.18.0-553.el8_10.x86_64\n", 4, 18, 0)]
    [TestCase("6.12-rc3+\n", 6, 12, 0)]
    [TestCase("6.6.87.2-microsoft-standard-WSL2\n", 6, 6, 87)]
    [TestCase("3.10.0", 3, 10, 0)]
    public void A_release_begins_with_its_version(string text, int major, int minor, int patch)
    {
        var osrelease = Osrelease.Parse(Encoding.ASCII.GetBytes(text));

        osrelease.Version.Should().Be(new KernelVersion(major, minor, patch));
        osrelease.Release.Should().Be(text.TrimEnd('\n'));
    }

    [TestCase("")]
    [TestCase("6")]
    [TestCase("6.")]
    [TestCase("6.1.")]
    [TestCase("v6.1")]
    [TestCase("-6.1")]
    [TestCase("6.-1")]
    [TestCase("99999999999.1")]
    public void Anything_else_is_refused(string text)
    {
        var act = () => Osrelease.Parse(Encoding.ASCII.GetBytes(text));

        act.Should().Throw<ProcfsFormatException>();
    }

    [Test]
    public void Versions_are_ordered_by_number_not_by_letter()
    {
        var older = new KernelVersion(5, 9, 12);
        var newer = new KernelVersion(5, 10);

        (older < newer).Should().BeTrue();
        (older <= newer).Should().BeTrue();
        (older > newer).Should().BeFalse();
        (newer >= older).Should().BeTrue();
        new KernelVersion(6, 1, 2).CompareTo(new KernelVersion(6, 1, 10)).Should().BeNegative();
        new KernelVersion(7, 0).CompareTo(new KernelVersion(6, 18, 44)).Should().BePositive();
        new KernelVersion(6, 18, 44).ToString().Should().Be("6.18.44");
    }
}
