using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class SmapsTests
{
    private const string Retyped418 = "synthetic/memory/smaps-4.18-x86_64";
    private const string RetypedArm64 = "synthetic/memory/smaps-6.1-arm64-64k";

    private static readonly ParserContract.Parser Parser = (text, path) =>
    {
        foreach (var entry in Smaps.Enumerate(text, path))
        {
            _ = SmapsText.Describe(entry);
            foreach (var line in entry.Unrecognized)
            {
                _ = line.Key.Length + line.Value.Length;
            }
        }
    };

    [Test]
    public void A_huge_page_mapping_has_all_its_figures() =>
        Entry(MemoryFixture.ReadCaptured("proc/7607/smaps"), 0x7f92fac00000).Should().EndWith(
            " Size=4194304 B KernelPageSize=4096 B MMUPageSize=4096 B Rss=2097152 B Pss=2097152 B PssDirty=2097152 B"
            + " SharedClean=0 B SharedDirty=0 B PrivateClean=0 B PrivateDirty=2097152 B Referenced=2097152 B Anonymous=2097152 B"
            + " KSM=0 B LazyFree=0 B AnonHugePages=2097152 B ShmemPmdMapped=0 B FilePmdMapped=0 B SharedHugetlb=0 B PrivateHugetlb=0 B"
            + " Swap=0 B SwapPss=0 B Locked=0 B THPeligible=True ProtectionKey="
            + " VmFlags=Read, Write, MayRead, MayWrite, MayExec, Account, HugePage (rd wr mr mw me ac hg ) +0");

    [Test]
    public void An_entry_of_an_older_kernel_has_its_own_figures_and_null_for_the_others() =>
        Entry(MemoryFixture.Read(Retyped418), 0x00e24000).Should().EndWith(
            " Size=135168 B KernelPageSize=4096 B MMUPageSize=4096 B Rss=98304 B Pss=98304 B PssDirty="
            + " SharedClean=0 B SharedDirty=0 B PrivateClean=0 B PrivateDirty=98304 B Referenced=81920 B Anonymous=98304 B"
            + " KSM= LazyFree=0 B AnonHugePages=0 B ShmemPmdMapped=0 B FilePmdMapped= SharedHugetlb=0 B PrivateHugetlb=0 B"
            + " Swap=12288 B SwapPss=6144 B Locked=0 B THPeligible= ProtectionKey=0"
            + " VmFlags=Read, Write, MayRead, MayWrite, MayExec, Account, SoftDirty (rd wr mr mw me ac sd ) +0");

    [Test]
    public void Every_size_goes_to_its_own_member()
    {
        var keys = "Size KernelPageSize MMUPageSize Rss Pss Pss_Dirty Shared_Clean Shared_Dirty Private_Clean Private_Dirty Referenced Anonymous KSM LazyFree AnonHugePages ShmemPmdMapped FilePmdMapped Shared_Hugetlb Private_Hugetlb Swap SwapPss Locked"
            .Split(' ');
        var text = new StringBuilder("1000-2000 rw-p 00000000 00:00 0 \n");
        for (var i = 0; i < keys.Length; i++)
        {
            text.Append($"{keys[i] + ":",-16}{1001 + i,8} kB\n");
        }

        var expected = string.Concat(keys.Select((key, i) => $" {key.Replace("_", "")}={(1001 + i) * 1024} B"));
        Entry(Encoding.ASCII.GetBytes(text.ToString()), 0x1000).Should().Contain($"{expected} THPeligible= ProtectionKey= VmFlags= () +0");
    }

    [Test]
    public void The_sums_of_a_captured_file_are_those_that_awk_gives()
    {
        long size = 0, rss = 0, pss = 0, privateDirty = 0, locked = 0;
        var entries = 0;
        foreach (var entry in Smaps.Enumerate(MemoryFixture.ReadCaptured("proc/7847/smaps")))
        {
            entries++;
            size += entry.Size.Bytes;
            rss += entry.Rss.Bytes;
            pss += entry.Pss.Bytes;
            privateDirty += entry.PrivateDirty.Bytes;
            locked += entry.Locked!.Value.Bytes;
        }

        entries.Should().Be(246);
        new[] { size, rss, pss, privateDirty, locked }.Should().Equal(
            52651052 * 1024L, 25720 * 1024L, 23892 * 1024L, 3708 * 1024L, 0L);
    }

    [TestCase(0x55907aacf000UL, VmFlags.Read | VmFlags.Exec)]
    [TestCase(0x7f92fb82d000UL, VmFlags.NoHugePage)]
    [TestCase(0x7f92fac00000UL, VmFlags.HugePage)]
    [TestCase(0x7fff42876000UL, VmFlags.GrowsDown)]
    public void Flags_are_asked_for_by_name(ulong start, VmFlags flags)
    {
        foreach (var entry in Smaps.Enumerate(MemoryFixture.ReadCaptured("proc/7607/smaps")))
        {
            if (entry.Mapping.Start == start)
            {
                entry.HasVmFlags(flags).Should().BeTrue();
                entry.HasVmFlags(flags | VmFlags.Hugetlb).Should().BeFalse("all flags asked for must be set");
                return;
            }
        }

        Assert.Fail("The mapping is not in the fixture.");
    }

    [TestCase("gu", VmFlags.MaybeGuard)]
    [TestCase("wf", VmFlags.WipeOnFork)]
    [TestCase("lo", VmFlags.Locked)]
    [TestCase("hg", VmFlags.HugePage)]
    public void A_flag_that_one_mapping_of_the_C_program_has_is_found_there_only(string code, VmFlags flag)
    {
        var (byName, byCode) = (0, 0);
        foreach (var entry in Smaps.Enumerate(MemoryFixture.ReadCaptured("proc/7607/smaps")))
        {
            byName += entry.HasVmFlags(flag) ? 1 : 0;
            byCode += entry.HasVmFlag(Encoding.ASCII.GetBytes(code)) ? 1 : 0;
        }

        (byName, byCode).Should().Be((1, 1));
    }

    [Test]
    public void Unknown_flags_are_counted_and_found_by_code()
    {
        foreach (var entry in Smaps.Enumerate(MemoryFixture.Read(RetypedArm64)))
        {
            if (entry.Mapping.Start == 0xffffc0000000)
            {
                entry.VmFlags.Should().Be(
                    VmFlags.Read | VmFlags.Exec | VmFlags.MayRead | VmFlags.MayWrite | VmFlags.MayExec | VmFlags.Arm64Bti | VmFlags.Mte);
                entry.UnrecognizedVmFlagCount.Should().Be(2);
                entry.HasVmFlag("zz"u8).Should().BeTrue();
                entry.HasVmFlag("??"u8).Should().BeTrue();
                entry.HasVmFlag("zy"u8).Should().BeFalse();
                entry.HasVmFlag("rd ex"u8).Should().BeFalse();
            }
            else
            {
                entry.UnrecognizedVmFlagCount.Should().Be(0);
            }
        }
    }

    [Test]
    public void Unknown_keys_are_counted_and_kept()
    {
        var kept = new List<string>();
        foreach (var entry in Smaps.Enumerate(MemoryFixture.Read(RetypedArm64)))
        {
            var before = kept.Count;
            foreach (var line in entry.Unrecognized)
            {
                kept.Add($"{Encoding.UTF8.GetString(line.Key)}={Encoding.UTF8.GetString(line.Value)}");
            }

            entry.UnrecognizedCount.Should().Be(kept.Count - before);
        }

        kept.Should().Equal("New_Size=12 kB", "new_state=on [off]");
    }

    [Test]
    public void Names_of_anonymous_memory_are_read()
    {
        var names = new List<string>();
        foreach (var entry in Smaps.Enumerate(MemoryFixture.Read(RetypedArm64)))
        {
            names.Add(Encoding.UTF8.GetString(entry.Mapping.AnonName));
        }

        names.Should().Equal("carved stacks", "ring", "", "");
    }

    [Test]
    public void Hugetlb_pages_are_beside_Rss_not_in_it()
    {
        foreach (var entry in Smaps.Enumerate(MemoryFixture.Read(RetypedArm64)))
        {
            if (entry.HasVmFlags(VmFlags.Hugetlb))
            {
                entry.Mapping.IsDeleted.Should().BeTrue();
                entry.SharedHugetlb.Should().Be(entry.Size).And.Be(entry.KernelPageSize!.Value);
                entry.Rss.Should().Be(ByteSize.Zero);
            }
        }
    }

    [Test]
    public void A_protection_key_is_a_number()
    {
        var keys = new List<int?>();
        foreach (var entry in Smaps.Enumerate(MemoryFixture.Read(Retyped418)))
        {
            keys.Add(entry.ProtectionKey);
        }

        keys.Should().Equal(0, 0, 7, 0);
    }

    [Test]
    public void The_text_of_an_entry_is_its_lines()
    {
        var whole = new List<byte>();
        foreach (var entry in Smaps.Enumerate(MemoryFixture.ReadCaptured("proc/7607/smaps")))
        {
            whole.AddRange(entry.Text.ToArray());
        }

        whole.Should().Equal(MemoryFixture.ReadCaptured("proc/7607/smaps"));
    }

    // The kernel's own columns are read in another way than any others: both must come to the same figures.
    [TestCase(1)]
    [TestCase(7)]
    [TestCase(30)]
    public void Padding_is_of_no_consequence(int spaces)
    {
        var text = MemoryFixture.ReadCaptured("proc/7607/smaps");
        var repadded = ParserContract.Edit(text, line => line.EndsWith(" kB", StringComparison.Ordinal)
            ? line.Split(':')[0] + ":" + new string(' ', spaces) + line.Split(':')[1].Trim()
            : line);

        SmapsText.Describe(repadded).Should().Equal(SmapsText.Describe(text));
    }

    [TestCase("       0", 0L)]
    [TestCase("       9", 9L)]
    [TestCase("      10", 10L)]
    [TestCase("12345678", 12345678L)]
    [TestCase("99999999", 99999999L)]
    [TestCase("123456789", 123456789L)]
    [TestCase("00000012", 12L)]
    public void A_number_of_any_width_is_read(string column, long kibibytes)
    {
        var text = ParserContract.Edit(FirstEntry(), line => line.StartsWith("Swap:", StringComparison.Ordinal) ? $"Swap:           {column} kB" : line);

        foreach (var entry in Smaps.Enumerate(text))
        {
            entry.Swap.Should().Be(ByteSize.FromKibibytes(kibibytes));
        }
    }

    [TestCase("Swap:                  1 MB", "Swap")]
    [TestCase("Swap:                  1", "Swap")]
    [TestCase("Swap:                 -1 kB", "Swap")]
    [TestCase("Swap:               1  1 kB", "Swap")]
    [TestCase("Swap:              1   1 kB", "Swap")]
    [TestCase("Swap:                    kB", "Swap")]
    [TestCase("Swap:               :123 kB", "Swap")]
    [TestCase("Swap:               /123 kB", "Swap")]
    [TestCase("Swap:               12@3 kB", "Swap")]
    [TestCase("Swap:           \u00b0\u00b1\u00b2\u00b3\u00b4\u00b5\u00b6\u00b7 kB", "Swap")]
    [TestCase("Swap:   99999999999999999999 kB", "Swap")]
    [TestCase("Swap:   9007199254740992 kB", "Swap")]
    [TestCase("THPeligible:           2", "THPeligible")]
    [TestCase("THPeligible:           1 kB", "THPeligible")]
    [TestCase("THPeligible:           ", "THPeligible")]
    [TestCase("ProtectionKey:         x", "ProtectionKey")]
    [TestCase("ProtectionKey:2147483648", "ProtectionKey")]
    public void A_known_key_with_a_bad_value_is_named_with_its_line(string line, string key)
    {
        // In its own place, where it is read by its columns, and after VmFlags, where it is searched for.
        foreach (var inPlace in new[] { true, false })
        {
            var text = Replace(FirstEntry(), key, line, inPlace);

            var act = () => SmapsText.Describe(text, "/proc/7/smaps");

            act.Should().Throw<ProcfsFormatException>().Which.Should().BeEquivalentTo(
                new { Path = "/proc/7/smaps", Line = LineOf(text, key), Key = key });
        }

        static byte[] Replace(byte[] text, string key, string line, bool inPlace)
        {
            var without = ParserContract.Edit(text, old => !old.StartsWith(key + ":", StringComparison.Ordinal) ? old : inPlace ? line : null);
            return LineOf(without, key) > 0 ? without : [.. without, .. Encoding.Latin1.GetBytes(line + "\n")];
        }

        static int LineOf(byte[] text, string key) =>
            Encoding.Latin1.GetString(text).Split('\n').ToList().FindIndex(line => line.StartsWith(key + ":", StringComparison.Ordinal)) + 1;
    }

    [Test]
    public void A_key_that_stands_twice_is_an_error()
    {
        byte[] text = [.. FirstEntry(), .. "Rss:                   8 kB\n"u8];

        var act = () => SmapsText.Describe(text);

        act.Should().Throw<ProcfsFormatException>().Which.Key.Should().Be("Rss");
    }

    [TestCase("Size")]
    [TestCase("Rss")]
    [TestCase("Pss")]
    [TestCase("Shared_Clean")]
    [TestCase("Private_Dirty")]
    public void An_entry_without_a_key_that_all_kernels_print_is_an_error(string key)
    {
        var text = ParserContract.Edit(FirstEntry(), line => line.StartsWith(key + ":", StringComparison.Ordinal) ? null : line);

        var act = () => SmapsText.Describe(text);

        act.Should().Throw<ProcfsFormatException>().Which.Key.Should().Be(key);
    }

    [Test]
    public void An_entry_cut_before_VmFlags_is_an_error_if_the_first_has_it()
    {
        var text = MemoryFixture.ReadCaptured("proc/7607/smaps");
        var last = text.AsSpan().LastIndexOf("VmFlags:"u8);

        var act = () => SmapsText.Describe(text.AsSpan(0, last));

        act.Should().Throw<ProcfsFormatException>().Which.Key.Should().Be("VmFlags");
    }

    [Test]
    public void A_kernel_without_VmFlags_is_read()
    {
        var text = ParserContract.Edit(
            MemoryFixture.Read(Retyped418), line => line.StartsWith("VmFlags:", StringComparison.Ordinal) ? null : line);

        foreach (var entry in Smaps.Enumerate(text))
        {
            entry.VmFlags.Should().BeNull();
            entry.VmFlagsText.IsEmpty.Should().BeTrue();
            entry.HasVmFlags(VmFlags.Read).Should().BeFalse();
        }
    }

    [Test]
    public void A_kernel_thread_has_no_entries() => SmapsText.Describe([]).Should().BeEmpty();

    [Test]
    public void Every_prefix_is_a_list_or_a_format_error()
    {
        var text = MemoryFixture.Read(Retyped418);
        // Whole: nothing, and each of four entries. Of the first entry also what ends with its 9th line (Private_Dirty, the
        // last that all kernels have) to its 20th (ProtectionKey): before VmFlags was seen, its absence says nothing.
        var openEnded = 20 - 9 + 1;

        ParserContract.HoldsForEveryPrefix(Parser, text).Should().Be(1 + 4 + openEnded);
    }

    [Test]
    public void Every_prefix_of_entries_with_strange_lines_is_a_list_or_a_format_error() =>
        ParserContract.HoldsForEveryPrefix(Parser, MemoryFixture.Read(RetypedArm64)).Should().BeGreaterThan(4);

    [Test]
    public void Mutations_are_a_list_or_a_format_error([Values(Retyped418, RetypedArm64)] string file) =>
        ParserContract.HoldsForMutations(Parser, MemoryFixture.Read(file), seed: 2).Should().BeInRange(1, 2999);

    [Test]
    public void The_order_of_the_keys_is_of_no_consequence([Range(1, 5)] int seed)
    {
        var text = MemoryFixture.Read(Retyped418);
        var shuffled = ParserContract.Shuffle(text, seed, IsMapping);

        shuffled.Should().NotEqual(text);
        SmapsText.Describe(shuffled).Should().Equal(SmapsText.Describe(text));
    }

    [Test]
    public void Strange_lines_change_no_figure([Range(1, 5)] int seed)
    {
        var text = MemoryFixture.ReadCaptured("proc/7607/smaps");
        var strange = ParserContract.Insert(text, seed, "Rss_New:              12 kB", "Zss: many", "zss2: 7", "R: ", "SizeOf: 3 MB");

        SmapsText.Describe(strange).Should().Equal(SmapsText.Describe(text));
        var unrecognized = 0;
        foreach (var entry in Smaps.Enumerate(strange))
        {
            unrecognized += entry.UnrecognizedCount;
        }

        unrecognized.Should().Be(5);
    }

    [Test]
    public void A_line_that_is_neither_a_mapping_nor_keyed_is_an_error()
    {
        byte[] text = [.. FirstEntry(), .. "Rss\n"u8];

        var act = () => SmapsText.Describe(text);

        act.Should().Throw<ProcfsFormatException>();
    }

    [Test]
    public void Enumerating_allocates_nothing([Values] bool usualColumns)
    {
        var one = MemoryFixture.ReadCaptured("proc/7607/smaps");
        one = usualColumns ? one : ParserContract.Edit(one, line => line.Replace(": ", ":  ", StringComparison.Ordinal));
        var many = Enumerable.Repeat(one, 100).SelectMany(bytes => bytes).ToArray();
        var mappings = 0;

        ParserContract.FewestBytesAllocatedBy(() => mappings = LookAtEverything(many)).Should().Be(0);

        mappings.Should().Be(4000);
    }

    [Test]
    public void A_captured_tree_is_read_by_pid()
    {
        var buffer = new ProcBuffer();
        var entries = 0;
        foreach (var entry in Smaps.Read(MemoryFixture.Captured, MemoryFixture.DotnetProgram, buffer))
        {
            entries += entry.Mapping.Contains(entry.Mapping.Start) ? 1 : 0;
        }

        entries.Should().Be(246);
    }

    private static bool IsMapping(string line) => line.Contains('-', StringComparison.Ordinal) && char.IsAsciiHexDigitLower(line[0]);

    private static byte[] FirstEntry()
    {
        foreach (var entry in Smaps.Enumerate(MemoryFixture.ReadCaptured("proc/7607/smaps")))
        {
            return entry.Text.ToArray();
        }

        throw new AssertionException("The fixture is empty.");
    }

    private static string Entry(byte[] text, ulong start)
    {
        foreach (var entry in Smaps.Enumerate(text))
        {
            if (entry.Mapping.Start == start)
            {
                return SmapsText.Describe(entry);
            }
        }

        return "(not there)";
    }

    private static int LookAtEverything(byte[] text)
    {
        var mappings = 0;
        long sum = 0;
        foreach (var entry in Smaps.Enumerate(text))
        {
            mappings++;
            sum += entry.Rss.Bytes + (entry.Swap?.Bytes ?? 0) + entry.Mapping.Pathname.Length + entry.Mapping.AnonName.Length;
            sum += entry.HasVmFlags(VmFlags.NoHugePage) ? 1 : 0;
            sum += entry.HasVmFlag("nh"u8) ? 1 : 0;
            foreach (var line in entry.Unrecognized)
            {
                sum += line.Value.Length;
            }
        }

        return sum > 0 ? mappings : 0;
    }
}
