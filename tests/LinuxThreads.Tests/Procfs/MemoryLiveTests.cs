using System.Diagnostics;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

/// <summary>Two routes to one number, on a child that sleeps.</summary>
[Category("Live")]
public sealed class MemoryLiveTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private Process? _child;

    [SetUp]
    public void StartChild() => _child = Process.Start(new ProcessStartInfo("sleep", "600"));

    [TearDown]
    public void EndChild()
    {
        _child?.Kill();
        _child?.WaitForExit();
        _child?.Dispose();
    }

    [Test]
    public void The_sums_of_smaps_are_smaps_rollup()
    {
        var pid = new Pid(_child!.Id);
        if (!ProcRoot.System.Exists($"proc/{pid}/smaps_rollup"))
        {
            Assert.Ignore("This kernel has no smaps_rollup.");
        }

        // Libraries are shared with other processes, whose start and end move pages between shared and private.
        long rss = 0, pss = 0, sharedClean = 0, privateClean = 0, privateDirty = 0, anonymous = 0, entries = 0;
        SmapsRollup? rollup = null;
        var quiet = SpinWait.SpinUntil(
            () =>
            {
                rollup = SmapsRollup.Read(ProcRoot.System, pid);
                (rss, pss, sharedClean, privateClean, privateDirty, anonymous, entries) = (0, 0, 0, 0, 0, 0, 0);
                foreach (var entry in Smaps.Read(ProcRoot.System, pid, new ProcBuffer()))
                {
                    entries++;
                    rss += entry.Rss.Bytes;
                    pss += entry.Pss.Bytes;
                    sharedClean += entry.SharedClean.Bytes;
                    privateClean += entry.PrivateClean.Bytes;
                    privateDirty += entry.PrivateDirty.Bytes;
                    anonymous += entry.Anonymous!.Value.Bytes;
                }

                var again = SmapsRollup.Read(ProcRoot.System, pid) with { Unrecognized = rollup.Unrecognized };
                return IsAsleep(pid) && again == rollup;
            },
            Patience);

        if (!quiet)
        {
            Assert.Ignore("The child's shared pages never held still.");
        }

        entries.Should().BeGreaterThan(5);
        rss.Should().BePositive();
        (rss, sharedClean, privateClean, privateDirty, anonymous).Should().Be((
            rollup!.Rss.Bytes, rollup.SharedClean.Bytes, rollup.PrivateClean.Bytes, rollup.PrivateDirty.Bytes, rollup.Anonymous!.Value.Bytes));
        (rollup.Pss.Bytes - pss).Should().BeInRange(0, entries * 1024, "each entry is cut to whole kB");
    }

    [Test]
    public void Maps_and_smaps_list_the_same_mappings()
    {
        var pid = new Pid(_child!.Id);
        SpinWait.SpinUntil(() => IsAsleep(pid), Patience).Should().BeTrue("the child sleeps");

        var fromSmaps = new List<MappingRecord>();
        foreach (var entry in Smaps.Read(ProcRoot.System, pid, new ProcBuffer()))
        {
            entry.Size.Should().Be(entry.Mapping.Length);
            fromSmaps.Add(entry.Mapping.ToRecord());
        }

        var fromMaps = new List<MappingRecord>();
        foreach (var mapping in Maps.Read(ProcRoot.System, pid, new ProcBuffer()))
        {
            fromMaps.Add(mapping.ToRecord());
        }

        fromMaps.Should().NotBeEmpty();
        fromSmaps.Should().Equal(fromMaps);
    }

    [Test]
    public void This_process_is_understood_to_the_last_flag_and_key()
    {
        foreach (var entry in Smaps.Read(ProcRoot.System, Pid.Current, new ProcBuffer()))
        {
            var text = System.Text.Encoding.UTF8.GetString(entry.Text);
            entry.UnrecognizedCount.Should().Be(0, text);
            entry.UnrecognizedVmFlagCount.Should().Be(0, text);
        }
    }

    [Test]
    public void A_process_that_has_ended_is_gone()
    {
        var pid = new Pid(_child!.Id);
        _child.Kill();
        _child.WaitForExit();
        var buffer = new ProcBuffer();

        Maps.TryRead(ProcRoot.System, pid, buffer, out _).Should().BeFalse();
        Smaps.TryRead(ProcRoot.System, pid, buffer, out _).Should().BeFalse();
        SmapsRollup.TryRead(ProcRoot.System, pid, out var rollup).Should().BeFalse();
        rollup.Should().BeNull();
        var act = () => SmapsRollup.Read(ProcRoot.System, pid);
        act.Should().Throw<SyscallException>().Which.Errno.Should().Be(Errno.ESRCH);
    }

    [Test]
    public void A_kernel_thread_counts_as_gone_and_not_as_a_missing_feature()
    {
        if (!Environment.IsPrivilegedProcess
            || ProcRoot.System.TryReadAllBytes("proc/2/comm") is not { } comm
            || !comm.AsSpan().SequenceEqual("kthreadd\n"u8))
        {
            Assert.Ignore("Kernel threads are not seen, or not readable, from here.");
        }

        SmapsRollup.TryRead(ProcRoot.System, new Pid(2), out _).Should().BeFalse();
    }

    [Test]
    public void A_running_process_is_read()
    {
        var buffer = new ProcBuffer();

        Maps.TryRead(ProcRoot.System, Pid.Current, buffer, out var maps).Should().BeTrue();
        maps.GetEnumerator().MoveNext().Should().BeTrue();
        Smaps.TryRead(ProcRoot.System, Pid.Current, buffer, out var smaps).Should().BeTrue();
        smaps.GetEnumerator().MoveNext().Should().BeTrue();
    }

    private static bool IsAsleep(Pid pid)
    {
        var stat = System.Text.Encoding.UTF8.GetString(ProcRoot.System.ReadAllBytes($"proc/{pid}/stat"));
        return stat.Contains("(sleep) S ", StringComparison.Ordinal);
    }
}
