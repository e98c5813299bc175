using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class MapsTests
{
    private static readonly ParserContract.Parser Parser = (text, path) =>
    {
        foreach (var mapping in Maps.Enumerate(text, path))
        {
            _ = mapping.ToRecord().Length;
            _ = mapping.AnonName.Length;
        }
    };

    [Test]
    public void A_file_mapping_has_all_its_fields()
    {
        var mappings = Maps.Parse(MemoryFixture.ReadCaptured("proc/7607/maps"));

        mappings.Should().HaveCount(40);
        mappings[1].Should().Be(new MappingRecord
        {
            Start = 0x55907aacf000,
            End = 0x55907aad0000,
            Perms = MappingPermissions.Read | MappingPermissions.Execute,
            Offset = 0x1000,
            Dev = new DeviceNumber(0xfe, 0),
            Inode = 11657242,
            Pathname = "/tmp/lt-fixture/threads",
            IsDeleted = false,
        });
        mappings[1].Length.Should().Be(new ByteSize(4096));
    }

    [Test]
    public void Memory_without_a_file_has_an_empty_path() =>
        Named(MemoryFixture.ReadCaptured("proc/7607/maps"), 0x7f92fac00000).Should().Be("rw-p 0 00:00 0 ''");

    [Test]
    public void A_deleted_file_and_a_file_whose_name_ends_so_look_alike()
    {
        var mappings = Maps.Parse(MemoryFixture.ReadCaptured("proc/7607/maps"));

        mappings.Where(mapping => mapping.IsDeleted).Select(mapping => mapping.Pathname).Should().Equal(
            "/tmp/lt-fixture/gone (deleted)",
            "/tmp/lt-fixture/a name with spaces (deleted)",
            "/dev/zero (deleted)");
    }

    [Test]
    public void A_line_feed_in_a_path_stays_the_four_characters_that_the_kernel_prints() =>
        Maps.Parse(MemoryFixture.ReadCaptured("proc/7607/maps"))
            .Should().ContainSingle(mapping => mapping.Pathname == @"/tmp/lt-fixture/line\012feed");

    [Test]
    public void The_vsyscall_page_lies_at_the_top_of_64_bits()
    {
        var last = Maps.Parse(MemoryFixture.ReadCaptured("proc/7607/maps"))[^1];

        last.Start.Should().Be(0xffffffffff600000);
        last.Contains(0xffffffffff600fff).Should().BeTrue();
        last.Contains(last.End).Should().BeFalse();
        last.Perms.Should().Be(MappingPermissions.Execute);
    }

    [Test]
    public void Stack_and_heap_are_found_once_each()
    {
        var found = new List<string>();
        foreach (var mapping in Maps.Enumerate(MemoryFixture.ReadCaptured("proc/7847/maps")))
        {
            if (mapping.IsStack || mapping.IsHeap)
            {
                found.Add($"{mapping.Start:x} {mapping.IsStack}");
            }
        }

        var expected = Maps.Parse(MemoryFixture.ReadCaptured("proc/7847/maps"))
            .Where(mapping => mapping.Pathname is "[stack]" or "[heap]")
            .Select(mapping => $"{mapping.Start:x} {mapping.Pathname == "[stack]"}")
            .ToList();
        found.Should().HaveCount(2).And.Equal(expected);
    }

    [TestCase(0x00010000UL, "---p 0 00:00 0 ''")]
    [TestCase(0x10000000UL, "r--s 7ffff000 103:fffff 18446744073709551615 '/srv/trailing space '")]
    [TestCase(0x20000000UL, "rwxp 0 00:05 12 '/memfd:jit (deleted)' deleted")]
    [TestCase(0x30000000UL, "rw-s 0 00:01 13 '/SYSV00000000 (deleted)' deleted")]
    [TestCase(0x40000000UL, "rw-p 0 00:00 0 '[anon:]' anon ''")]
    [TestCase(0x50000000UL, "rw-p 0 00:00 0 '[stack:4711]'")]
    [TestCase(0x60000000UL, "rw-s 0 00:0e 9 'anon_inode:[perf_event]'")]
    [TestCase(0x70000000UL, @"r--p 0 08:01 77 '//deleted/x (deleted)\012'")]
    public void Rare_names_are_kept_as_printed(ulong start, string expected) =>
        Named(MemoryFixture.Read("synthetic/memory/maps-names"), start).Should().Be(expected);

    [Test]
    public void Bytes_that_are_not_UTF8_reach_the_caller()
    {
        byte[] line = [.. "1000-2000 r--p 00000000 00:00 7 /"u8, 0xff, (byte)'\n'];
        byte[]? path = null;
        foreach (var mapping in Maps.Enumerate(line))
        {
            path = mapping.Pathname.ToArray();
        }

        path.Should().Equal((byte)'/', 0xff);
    }

    [TestCase("2000-1000 r--p 00000000 00:00 0 \n", "address")]
    [TestCase("0-ffffffffffffffff r--p 00000000 00:00 0 \n", "address")]
    [TestCase("1000 2000 r--p 00000000 00:00 0 \n", "address")]
    [TestCase("1000-2000 r--q 00000000 00:00 0 \n", "perms")]
    [TestCase("1000-2000 w--p 00000000 00:00 0 \n", "perms")]
    [TestCase("1000-2000 r--p00000000 00:00 0 \n", "perms")]
    [TestCase("1000-2000 r--p 0000000x 00:00 0 \n", "offset")]
    [TestCase("1000-2000 r--p 00000000 0000 0 \n", "dev")]
    [TestCase("1000-2000 r--p 00000000 00:100000000 0 \n", "dev")]
    [TestCase("1000-2000 r--p 00000000 00:00 -1 \n", "inode")]
    [TestCase("1000-2000 r--p 00000000 00:00 \n", "inode")]
    public void A_malformed_field_is_named_with_its_line(string line, string key)
    {
        var text = Encoding.ASCII.GetBytes("1000-2000 r--p 00000000 00:00 0 \n" + line);

        var act = () => Maps.Parse(text, "/proc/7/maps");

        act.Should().Throw<ProcfsFormatException>().Which.Should().BeEquivalentTo(new { Path = "/proc/7/maps", Line = 2, Key = key });
    }

    [Test]
    public void A_kernel_thread_has_no_mappings() => Maps.Parse([]).Should().BeEmpty();

    [Test]
    public void Every_prefix_is_a_list_or_a_format_error() =>
        ParserContract.HoldsForEveryPrefix(Parser, MemoryFixture.ReadCaptured("proc/7607/maps")).Should().Be(41);

    [Test]
    public void Mutations_are_a_list_or_a_format_error() =>
        ParserContract.HoldsForMutations(Parser, MemoryFixture.Read("synthetic/memory/maps-names"), seed: 1).Should().BeInRange(1, 2999);

    [Test]
    public void Enumerating_allocates_nothing()
    {
        var text = MemoryFixture.ReadCaptured("proc/7847/maps");
        long total = 0;

        ParserContract.FewestBytesAllocatedBy(() => total = TotalLength(text)).Should().Be(0);

        total.Should().BePositive();
    }

    private static long TotalLength(byte[] text)
    {
        long total = 0;
        foreach (var mapping in Maps.Enumerate(text))
        {
            total += mapping.Length.Bytes + mapping.Pathname.Length;
        }

        return total;
    }

    private static string Named(byte[] text, ulong start)
    {
        foreach (var mapping in Maps.Enumerate(text))
        {
            if (mapping.Start == start)
            {
                var perms = string.Concat(
                    mapping.Perms.HasFlag(MappingPermissions.Read) ? 'r' : '-',
                    mapping.Perms.HasFlag(MappingPermissions.Write) ? 'w' : '-',
                    mapping.Perms.HasFlag(MappingPermissions.Execute) ? 'x' : '-',
                    mapping.Perms.HasFlag(MappingPermissions.Shared) ? 's' : 'p');
                var anon = mapping.IsAnonNamed ? $" anon '{Encoding.UTF8.GetString(mapping.AnonName)}'" : "";
                return $"{perms} {mapping.Offset:x} {mapping.Dev} {mapping.Inode} '{Encoding.UTF8.GetString(mapping.Pathname)}'"
                    + (mapping.IsDeleted ? " deleted" : "") + anon;
            }
        }

        return "(not there)";
    }
}
