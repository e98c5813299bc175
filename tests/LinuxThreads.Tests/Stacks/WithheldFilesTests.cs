using LinuxThreads.Procfs;
using LinuxThreads.Stacks;

namespace LinuxThreads.Tests.Stacks;

/// <summary>Real processes seen through a /proc that lacks some of its files, or that may not be read.</summary>
[Category("Live")]
public sealed class WithheldFilesTests
{
    private TemporaryDirectory _root = null!;

    [SetUp]
    public void MakeTree() => _root = new TemporaryDirectory();

    [TearDown]
    public void RemoveTree() => _root.Dispose();

    [Test]
    public void Without_pagemap_the_stacks_that_are_mappings_of_their_own_come_from_smaps()
    {
        using var target = StackTarget.Start("parked-stacks", "20", "262144");

        var snapshot = Read(target.Pid, "task", "status", "limits", "smaps", "maps");

        snapshot.Route.Should().Be(StackRoute.Smaps);
        snapshot.Unavailable.Should().ContainSingle(static entry => entry.Field == "touched_depth_bytes");
        foreach (var (truth, seen) in target.Beside(snapshot).Where(pair => pair.Seen.Rss is not null))
        {
            (seen.StackEnd, seen.Rss!.Value.Bytes, seen.TouchedDepth).Should().Be((truth.High, truth.Resident, null));
        }

        // The kernel merges what the program had mapped before with the first stack.
        target.Beside(snapshot).Count(static pair => pair.Seen.Rss is not null).Should().BeGreaterThanOrEqualTo(19);
    }

    [Test]
    public void Without_pagemap_a_merged_neighbour_leaves_the_range_known_and_the_residency_unknown()
    {
        using var target = StackTarget.Start("stack-layouts", "5", "neighbour");

        var snapshot = Read(target.Pid, "task", "status", "limits", "smaps", "maps");

        foreach (var (truth, seen) in target.Beside(snapshot))
        {
            (seen.StackEnd, seen.Rss, seen.Swap, seen.TouchedDepth).Should().Be((truth.High, null, null, null));
            seen.Unavailable.Should().Contain("pagemap could not be read");
        }
    }

    [Test]
    public void Without_smaps_ranges_come_from_maps_and_figures_from_pagemap()
    {
        using var target = StackTarget.Start("parked-stacks", "20", "262144");

        var snapshot = Read(target.Pid, "task", "status", "limits", "pagemap", "maps");

        snapshot.Route.Should().Be(StackRoute.Pagemap);
        snapshot.Unavailable.Should().ContainSingle(static entry => entry.Field == "pss_bytes");
        foreach (var (truth, seen) in target.Beside(snapshot))
        {
            (seen.StackStart, seen.Rss!.Value.Bytes, seen.NoHugePage).Should().Be((truth.Low, truth.Resident, null));
        }
    }

    [Test]
    public void A_process_without_memory_lists_its_threads_with_the_reason()
    {
        using var target = StackTarget.Start("parked-stacks", "2", "65536");
        var directory = Directory.CreateDirectory(Path.Combine(_root.Path, "proc", target.Pid.ToString())).FullName;
        foreach (var name in new[] { "smaps", "maps" })
        {
            File.WriteAllText(Path.Combine(directory, name), "");
        }

        var listed = Path.Combine(directory, "task", target.Pid.ToString());
        Directory.CreateDirectory(listed);
        File.CreateSymbolicLink(Path.Combine(directory, "status"), $"/proc/{target.Pid}/status");
        File.CreateSymbolicLink(Path.Combine(listed, "comm"), $"/proc/{target.Pid}/comm");
        File.CreateSymbolicLink(Path.Combine(listed, "syscall"), $"/proc/{target.Pid}/syscall");

        var snapshot = Read(target.Pid);

        snapshot.Threads.Should().ContainSingle().Which.Unavailable.Should().Contain("no memory");
        snapshot.Totals.Located.Should().Be(0);
    }

    [Test]
    public void Another_users_process_is_refused_as_a_whole_with_the_way_out()
    {
        if (Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("root may read every process");
        }

        FluentActions.Invoking(static () => StackSnapshot.Read(new Pid(1)))
            .Should().Throw<SyscallException>().Where(static refused => refused.Errno == Errno.EACCES && refused.Advice != null);
    }

    private StackSnapshot Read(Pid pid, params string[] files)
    {
        var directory = Directory.CreateDirectory(Path.Combine(_root.Path, "proc", pid.ToString())).FullName;
        foreach (var file in files)
        {
            File.CreateSymbolicLink(Path.Combine(directory, file), $"/proc/{pid}/{file}");
        }

        return new StackReader(new ProcRoot(_root.Path), pid, new ForeignThreads()).TryRead()!;
    }
}
