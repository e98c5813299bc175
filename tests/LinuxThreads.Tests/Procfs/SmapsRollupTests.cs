using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class SmapsRollupTests
{
    private const string Retyped = "synthetic/memory/smaps_rollup-4.17-x86_64";

    private static readonly ParserContract.Parser Parser = (text, path) => SmapsRollup.Parse(text, path);

    [Test]
    public void A_captured_file_has_all_its_figures()
    {
        var rollup = SmapsRollup.Read(MemoryFixture.Captured, MemoryFixture.DotnetProgram);

        rollup.Should().BeEquivalentTo(new SmapsRollup
        {
            Start = 0x557f7478e000,
            End = 0x7fff7ff83000,
            Rss = Kilobytes(25720),
            Pss = Kilobytes(23907),
            PssDirty = Kilobytes(3719),
            PssAnon = Kilobytes(2232),
            PssFile = Kilobytes(20187),
            PssShmem = Kilobytes(1487),
            SharedClean = Kilobytes(2264),
            SharedDirty = Kilobytes(28),
            PrivateClean = Kilobytes(19720),
            PrivateDirty = Kilobytes(3708),
            Referenced = Kilobytes(25720),
            Anonymous = Kilobytes(2232),
            KSM = ByteSize.Zero,
            LazyFree = ByteSize.Zero,
            AnonHugePages = ByteSize.Zero,
            ShmemPmdMapped = ByteSize.Zero,
            FilePmdMapped = ByteSize.Zero,
            SharedHugetlb = ByteSize.Zero,
            PrivateHugetlb = ByteSize.Zero,
            Swap = ByteSize.Zero,
            SwapPss = ByteSize.Zero,
            Locked = ByteSize.Zero,
            Unrecognized = new Dictionary<string, string>(),
        });
    }

    [Test]
    public void Every_key_goes_to_its_own_member()
    {
        var keys = "Rss Pss Pss_Dirty Pss_Anon Pss_File Pss_Shmem Shared_Clean Shared_Dirty Private_Clean Private_Dirty Referenced Anonymous KSM LazyFree AnonHugePages ShmemPmdMapped FilePmdMapped Shared_Hugetlb Private_Hugetlb Swap SwapPss Locked".Split(' ');
        var text = "1000-2000 ---p 00000000 00:00 0 [rollup]\n" + string.Concat(keys.Select((key, i) => $"{key}: {1001 + i} kB\n"));

        var printed = SmapsRollup.Parse(System.Text.Encoding.ASCII.GetBytes(text)).ToString();

        printed.Should().Contain(string.Join(", ", keys.Select((key, i) => $"{key.Replace("_", "", StringComparison.Ordinal)} = {(1001 + i) * 1024} B")));
    }

    [Test]
    public void An_older_kernels_file_has_null_for_what_it_lacks()
    {
        var rollup = SmapsRollup.Parse(MemoryFixture.Read(Retyped));

        rollup.End.Should().Be(0xffffffffff601000);
        rollup.Rss.Should().Be(Kilobytes(884));
        rollup.LazyFree.Should().Be(ByteSize.Zero);
        new[] { rollup.PssDirty, rollup.PssAnon, rollup.PssFile, rollup.PssShmem, rollup.KSM, rollup.FilePmdMapped }
            .Should().AllBeEquivalentTo((ByteSize?)null);
    }

    [Test]
    public void Two_routes_agree_on_a_quiet_captured_process()
    {
        long rss = 0, pss = 0, privateDirty = 0, sharedClean = 0, anonymous = 0, huge = 0, locked = 0;
        var entries = 0;
        foreach (var entry in Smaps.Read(MemoryFixture.Captured, MemoryFixture.CProgram, new ProcBuffer()))
        {
            entries++;
            rss += entry.Rss.Bytes;
            pss += entry.Pss.Bytes;
            privateDirty += entry.PrivateDirty.Bytes;
            sharedClean += entry.SharedClean.Bytes;
            anonymous += entry.Anonymous!.Value.Bytes;
            huge += entry.AnonHugePages!.Value.Bytes;
            locked += entry.Locked!.Value.Bytes;
        }

        var rollup = SmapsRollup.Read(MemoryFixture.Captured, MemoryFixture.CProgram);
        (rollup.Rss.Bytes, rollup.PrivateDirty.Bytes, rollup.SharedClean.Bytes).Should().Be((rss, privateDirty, sharedClean));
        (rollup.Anonymous!.Value.Bytes, rollup.AnonHugePages!.Value.Bytes, rollup.Locked!.Value.Bytes).Should().Be((anonymous, huge, locked));
        // Each entry's Pss is cut to whole kB, the sum only once.
        (rollup.Pss.Bytes - pss).Should().BeInRange(0, entries * 1024L);
    }

    [TestCase("")]
    [TestCase("Rss: 1 kB\nPss: 1 kB\n")]
    [TestCase("1000-2000 ---p 00000000 00:00 0 [stack]\nRss: 1 kB\n")]
    [TestCase("1000-2000 ---p 00000000 00:00 0 [rollup]\nRss: 1 MB\n")]
    [TestCase("1000-2000 ---p 00000000 00:00 0 [rollup]\nRss: 1 kB\nRss: 1 kB\n")]
    public void Anything_else_is_a_format_error(string text) =>
        ParserContract.Accepts(Parser, System.Text.Encoding.ASCII.GetBytes(text)).Should().BeFalse();

    [Test]
    public void Every_prefix_is_a_record_or_a_format_error() =>
        ParserContract.HoldsForEveryPrefix(Parser, MemoryFixture.ReadCaptured("proc/7847/smaps_rollup"))
            .Should().Be(13, "what is cut behind Private_Dirty can't be told from an older kernel's file");

    [Test]
    public void Mutations_are_a_record_or_a_format_error() =>
        ParserContract.HoldsForMutations(Parser, MemoryFixture.ReadCaptured("proc/7847/smaps_rollup"), seed: 3).Should().BeInRange(1, 2999);

    [Test]
    public void Shuffled_and_strange_lines_change_no_figure([Range(1, 5)] int seed)
    {
        var text = MemoryFixture.ReadCaptured("proc/7847/smaps_rollup");
        var shuffled = ParserContract.Shuffle(
            ParserContract.Insert(text, seed, "New_Size: 7 kB", "State: a b"), seed, line => line.Contains("[rollup]", StringComparison.Ordinal));

        var rollup = SmapsRollup.Parse(shuffled);

        rollup.Unrecognized.Should().BeEquivalentTo(new Dictionary<string, string> { ["New_Size"] = "7 kB", ["State"] = "a b" });
        (rollup with { Unrecognized = SmapsRollup.Parse(text).Unrecognized }).Should().Be(SmapsRollup.Parse(text));
    }

    private static ByteSize Kilobytes(long count) => ByteSize.FromKibibytes(count);
}
