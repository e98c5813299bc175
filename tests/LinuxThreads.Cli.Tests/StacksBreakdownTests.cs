using LinuxThreads.Cli.Output;
using LinuxThreads.Stacks;
using LinuxThreads.Tests;

namespace LinuxThreads.Cli.Tests;

public sealed class StacksBreakdownTests
{
    private static readonly Terminal Narrow = new(80, Colour: false, ErrorIsTerminal: false);

    [Test]
    [Category("Live")]
    public void The_breakdown_has_the_names_of_the_contract_and_adds_up()
    {
        var run = ToolRun.Of("stacks", "--breakdown", "--json");

        run.ExitCode.Should().Be(0);
        var breakdown = run.Json().GetProperty("breakdown");
        breakdown.Names().Should().Equal("classes", "names", "rss_bytes", "smaps_rollup_rss_bytes", "arenas", "unavailable");
        var classes = breakdown.Items("classes").ToArray();
        classes.Should().OnlyContain(row => row.Names().SequenceEqual(new[]
        {
            "name", "mappings", "size_bytes", "rss_bytes", "pss_bytes", "private_dirty_bytes", "swap_bytes", "huge_bytes", "inferred",
        }));
        classes.Select(row => row.Text("name")).Should().Contain(["thread-stacks", "guards", "gc-heap", "jit-code", "file-private"]).And.OnlyHaveUniqueItems();
        classes.Sum(row => row.Long("rss_bytes")).Should().Be(breakdown.Long("rss_bytes"));
    }

    [Test]
    [Category("Live")]
    public void A_program_of_1000_threads_has_their_stacks_in_the_row_of_stacks()
    {
        using var target = TargetProcess.Start("parked-stacks", "1000", "65536");

        var document = ToolRun.Of("stacks", "--breakdown", "--json", "--pid", target.Pid.ToString()).Json();

        var stacks = document.GetProperty("breakdown").Items("classes").Single(row => row.Text("name") == "thread-stacks");
        stacks.Long("rss_bytes").Should().Be(document.GetProperty("totals").Long("rss_bytes"));
        stacks.Long("mappings").Should().Be(1001);
        stacks.GetProperty("inferred").GetBoolean().Should().BeFalse();
    }

    [Test]
    [Category("Live")]
    public void The_arenas_of_a_program_are_told_with_their_cap()
    {
        using var target = TargetProcess.StartWith(
            new Dictionary<string, string> { ["MALLOC_ARENA_MAX"] = "3" }, "memory-kinds", "arena", "1048576", "10");

        var arenas = ToolRun.Of("stacks", "--breakdown", "--json", "--pid", target.Pid.ToString()).Json().GetProperty("breakdown").GetProperty("arenas");

        arenas.Names().Should().Equal("count", "heaps", "cap", "cap_source", "cpus", "quota_cpus");
        (arenas.Long("count"), arenas.Long("heaps"), arenas.Long("cap"), arenas.Text("cap_source")).Should().Be((3, 2, 3, "arena-max"));
    }

    [Test]
    [Category("Live")]
    public void The_table_fits_80_columns_and_the_answer_follows_it()
    {
        var run = ToolRun.Of(Narrow, "stacks", "--breakdown");

        run.ExitCode.Should().Be(0);
        run.Out.Split('\n').Should().OnlyContain(line => line.Length <= 80);
        run.Out.Should().MatchRegex(@"resident, [0-9.]+ [KMG]iB\s\([0-9.]+\s%\)\sare\sthe").And.Contain("gc-heap *").And.Contain("by its shape alone");
    }

    [Test]
    public void The_widest_table_fits_80_columns()
    {
        var wide = new ByteSize((1023L << 30) + (900 << 20));
        var breakdown = Constructed(new MemoryClassUse(MemoryClass.OtherAnonymous, 65_530, new MemoryFigures(wide, wide, wide, wide, wide, wide), Inferred: true));

        var text = Written(breakdown);

        text.Split('\n').Should().OnlyContain(line => line.Length <= 80);
        text.Should().Contain("swap").And.Contain("huge").And.Contain("1023.9 GiB");
    }

    [Test]
    public void Stacks_that_were_not_located_are_not_claimed_to_be_all()
    {
        var figures = MemoryFiguresOf(4096);
        var breakdown = Constructed(
            new MemoryClassUse(MemoryClass.ThreadStacks, 1, figures, Inferred: false), new MemoryClassUse(MemoryClass.Heap, 1, MemoryFiguresOf(12288), Inferred: false));

        BreakdownText.Answer(breakdown).Should().Be(
            "Of 16.0 KiB resident, 4.0 KiB (25.0 %) are those stacks of 3 threads that could be located (1); the largest part is heap with 12.0 KiB (75.0 %).");
    }

    [Test]
    public void Named_memory_is_listed_largest_first()
    {
        var breakdown = Constructed(new MemoryClassUse(MemoryClass.NamedAnonymous, 2, MemoryFiguresOf(12288), Inferred: false)) with
        {
            Names = [new NamedMemory("a", 1, MemoryFiguresOf(4096)), new NamedMemory("pool b", 1, MemoryFiguresOf(8192))],
        };

        Written(breakdown).Should().Contain("Resident by name: pool b 8.0 KiB, a 4.0 KiB.").And.NotContain("*");
    }

    [Test]
    [Category("Live")]
    public void A_kernel_thread_has_no_memory_to_split()
    {
        if (!File.Exists("/proc/2/status"))
        {
            Assert.Ignore("there is no kernel thread to be seen here");
        }

        ToolRun.Of("stacks", "--breakdown", "--pid", "2").ExitCode.Should().Be(3);
    }

    private static MemoryFigures MemoryFiguresOf(long bytes)
    {
        var size = new ByteSize(bytes);
        return new MemoryFigures(size, size, size, size, default(ByteSize), default(ByteSize));
    }

    private static string Written(MemoryBreakdown breakdown)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        BreakdownText.WriteTo(new Session(output, error, Narrow, CancellationToken.None), breakdown);
        return output.ToString();
    }

    private static MemoryBreakdown Constructed(params MemoryClassUse[] classes) => new()
    {
        Stacks = new StackSnapshot
        {
            Pid = Pid.Current, Route = StackRoute.Pagemap, Took = Nanoseconds.Zero, HugePages = new HugePageSettings(null, null, [], null, null), Threads = [], Totals = new StackTotals(3, 1, default, default, default, default),
        },
        Classes = classes,
        Names = [],
        Rss = new ByteSize(classes.Sum(use => use.Figures.Rss.Bytes)),
    };
}
