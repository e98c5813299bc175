using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class MappingCountTests
{
    private const string Gate = "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]\n";
    private const string Mapping = "7f0000000000-7f0000001000 rw-p 00000000 00:00 0 \n";

    private static readonly Pid Target = new(42);

    private TemporaryTree _tree = null!;

    [SetUp]
    public void Make() => _tree = new TemporaryTree();

    [TearDown]
    public void Remove() => _tree.Dispose();

    [Test]
    public void Each_line_is_a_mapping() => Count(Mapping + Mapping).Should().Be(2);

    [Test]
    public void A_process_without_mappings_has_none() => Count("").Should().Be(0);

    [Test]
    public void The_gate_page_at_the_end_does_not_count()
    {
        Count(Mapping + Gate).Should().Be(1);
        Count(Gate).Should().Be(0);
    }

    [Test]
    public void A_file_named_like_the_gate_page_counts() =>
        Count(Mapping + "7f0000002000-7f0000003000 r--p 00000000 00:2a 7                          /tmp/a [vsyscall]\n").Should().Be(2);

    [Test]
    public void The_gate_page_is_known_wherever_the_pieces_are_cut()
    {
        // The lines before it move the cut after 16 KiB through the gate's line, byte by byte.
        for (var spare = 0; spare <= Gate.Length + 1; spare++)
        {
            var text = new StringBuilder();
            var lines = 0;
            for (; text.Length + 200 < (16 * 1024) - spare; lines++)
            {
                text.Append(Mapping);
            }

            text.Append('7', (16 * 1024) - spare - text.Length - 1).Append('\n').Append(Gate);
            Count(text.ToString()).Should().Be(lines + 1, $"{spare} bytes of the last line are in the first piece");
        }
    }

    [Test]
    public void A_counter_forgets_the_process_before() =>
        (Count(Mapping + Gate), Count(Mapping)).Should().Be((1, 1));

    [Test]
    public void A_process_that_is_gone_is_an_error() =>
        new MappingCount().Invoking(count => count.Read(_tree.Root, Target)).Should().Throw<SyscallException>().Which.Errno.Should().Be(Errno.ENOENT);

    [Test]
    [Category("Live")]
    public void This_process_has_as_many_as_the_parser_finds_without_the_gate_page()
    {
        var counter = new MappingCount();
        var buffer = new ProcBuffer();
        Native.Until.True(
            () => counter.Read(ProcRoot.System, Pid.Current) == Parsed(buffer), "no mapping was made between the two readings");
    }

    private static int Parsed(ProcBuffer buffer)
    {
        var count = 0;
        foreach (var mapping in Maps.Read(ProcRoot.System, Pid.Current, buffer))
        {
            count += mapping.Pathname.SequenceEqual("[vsyscall]"u8) ? 0 : 1;
        }

        return count;
    }

    private readonly MappingCount _counter = new();

    private int Count(string maps)
    {
        _tree.Write($"proc/{Target}/maps", maps);
        return _counter.Read(_tree.Root, Target);
    }
}
