using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class MountInfoTests : ParserHarness
{
    protected override IReadOnlyList<string> Fixtures { get; } =
        ["6.18.44-x86_64/task/mountinfo", "synthetic/layouts/v1/mountinfo", "synthetic/layouts/v2/mountinfo"];

    [Test]
    public void Each_column_has_the_value_at_its_place()
    {
        var entry = MountInfo.Parse(Fixture("synthetic/layouts/v2/mountinfo")).Entries[2];

        entry.MountId.Should().Be(90);
        entry.ParentId.Should().Be(29);
        entry.MajorMinor.Should().Be("8:1");
        entry.Root.Should().Be("/srv/my data", "\\040 is a blank");
        entry.MountPoint.Should().Be("/mnt/my data");
        entry.MountOptions.Should().Be("rw,relatime");
        entry.OptionalFields.Should().Equal("shared:50", "master:3");
        entry.FilesystemType.Should().Be("ext4");
        entry.MountSource.Should().Be("/dev/sda1");
        entry.SuperOptions.Should().Be("rw");
    }

    [Test]
    public void A_mount_without_optional_fields_has_none()
    {
        var entries = MountInfo.Parse(Fixture("6.18.44-x86_64/task/mountinfo")).Entries;

        entries.Should().HaveCount(19);
        entries.Should().OnlyContain(entry => entry.OptionalFields.Count == 0);
        entries.Single(entry => entry.FilesystemType == "cgroup2").MountPoint.Should().Be("/sys/fs/cgroup/unified");
    }

    [TestCase(@"\011", "\t")]
    [TestCase(@"\012", "\n")]
    [TestCase(@"\134", @"\")]
    [TestCase(@"\043", "#")]
    [TestCase(@"\9", @"\9")]
    [TestCase(@"a\", @"a\")]
    [TestCase(@"\303\244", "ä")]
    public void Octal_escapes_are_undone(string written, string expected) =>
        MountInfo.Parse(Encoding.UTF8.GetBytes($"1 2 0:1 / /{written} rw - t s o\n")).Entries[0].MountPoint.Should().Be("/" + expected);

    [Test]
    public void An_empty_source_keeps_its_place() =>
        MountInfo.Parse("1 2 0:1 / /x rw - tmpfs  rw\n"u8).Entries[0].MountSource.Should().BeEmpty();

    [Test]
    public void A_source_may_be_a_hyphen() =>
        MountInfo.Parse("1 2 0:1 / /x rw - tmpfs - rw\n"u8).Entries[0].MountSource.Should().Be("-");

    [TestCase("1 2 0:1 / /x rw tmpfs s rw\n")]
    [TestCase("1 2 0:1 / /x - tmpfs s rw\n")]
    [TestCase("1 2 0:1 / /x rw - tmpfs s\n")]
    [TestCase("a 2 0:1 / /x rw - tmpfs s rw\n")]
    [TestCase("1 b 0:1 / /x rw - tmpfs s rw\n")]
    [TestCase("\n")]
    public void Anything_else_is_refused(string text)
    {
        var act = () => MountInfo.Parse(Encoding.ASCII.GetBytes(text));

        act.Should().Throw<ProcfsFormatException>();
    }

    protected override object Parse(byte[] text) => MountInfo.Parse(text);
}
