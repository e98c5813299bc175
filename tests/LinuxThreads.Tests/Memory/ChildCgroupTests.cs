using System.Diagnostics;
using LinuxThreads.Memory;
using LinuxThreads.Procfs;
using LinuxThreads.Tests.Footprint;
using LinuxThreads.Tests.Procfs;

namespace LinuxThreads.Tests.Memory;

public sealed class ChildCgroupTests
{
    private const string V2Mount = "30 24 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";
    private const string V1Mount = "31 24 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n";
    private const int DeadPid = 4_194_305;

    private static readonly Pid Child = new(42);

    private TemporaryTree _tree = null!;

    [SetUp]
    public void Make() => _tree = new TemporaryTree();

    [TearDown]
    public void Remove() => _tree.Dispose();

    [Test]
    public void In_version_2_only_a_directory_that_hands_the_controller_down_is_tried()
    {
        Tree(V2Mount, "0::/user/session\n");
        _tree.Write("sys/fs/cgroup/user/session/cgroup.subtree_control", "\n");
        _tree.Write("sys/fs/cgroup/user/cgroup.subtree_control", "pids memory_not\n");
        _tree.Write("sys/fs/cgroup/cgroup.subtree_control", "cpu memory\n");

        // No cgroup.procs appears in a directory that is no cgroup: it is made, refuses the child, and is removed.
        ChildCgroup.TryMake(_tree.Root, Child, out var why).Should().BeNull();

        why.Should().StartWith("/sys/fs/cgroup: ").And.Contain("ENOENT");
        Directories("sys/fs/cgroup").Should().Equal("user");
        Directories("sys/fs/cgroup/user").Should().Equal("session");
    }

    [Test]
    public void In_version_1_the_childs_own_directory_comes_first_and_then_its_parents()
    {
        Tree(V1Mount, "4:memory:/a\n");
        _tree.MakeDirectory("sys/fs/cgroup/memory/a");

        ChildCgroup.TryMake(_tree.Root, Child, out var why).Should().BeNull();

        why.Should().StartWith("/sys/fs/cgroup/memory: ", "the last one tried is the top");
        Directories("sys/fs/cgroup/memory").Should().Equal("a");
    }

    [Test]
    public void Without_the_controller_there_is_none_and_a_reason()
    {
        Tree("", "4:pids:/a\n");

        ChildCgroup.TryMake(_tree.Root, Child, out var why).Should().BeNull();

        why.Should().Contain("No memory controller");
    }

    [Test]
    public void One_whose_owner_is_dead_is_removed_and_those_of_others_are_not()
    {
        Tree(V1Mount, "4:memory:/\n");
        _tree.MakeDirectory($"proc/{Child}");
        foreach (var name in new[] { $"linuxthreads-{DeadPid}-1", $"linuxthreads-{Child}-7", $"linuxthreads-test-{DeadPid}-1", $"other-{DeadPid}-1" })
        {
            _tree.MakeDirectory($"sys/fs/cgroup/memory/{name}");
        }

        ChildCgroup.TryMake(_tree.Root, Child, out _);

        Directories("sys/fs/cgroup/memory").Should().BeEquivalentTo($"linuxthreads-{Child}-7", $"linuxthreads-test-{DeadPid}-1", $"other-{DeadPid}-1");
    }

    [Test]
    [Category("Live")]
    public void A_child_is_charged_in_a_cgroup_of_its_own_which_goes_with_it()
    {
        using var child = Process.Start(new ProcessStartInfo("cat") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        try
        {
            using (var cgroup = ChildCgroup.TryMake(ProcRoot.System, new Pid(child.Id), out var why))
            {
                if (cgroup is null)
                {
                    Assert.Ignore(why!);
                }

                File.ReadAllText($"/proc/{child.Id}/cgroup").Should().Contain(Path.GetFileName(cgroup!.Path));
                cgroup.Read().Usage.Bytes.Should().BeGreaterThanOrEqualTo(0);
                child.Kill();
                child.WaitForExit();
            }

            Cgroups.Ours().Should().BeEmpty();
        }
        finally
        {
            child.Kill();
        }
    }

    [Test]
    public void Caches_are_shrunk_where_there_are_such_files()
    {
        _tree.Write("sys/kernel/slab/task_struct/shrink", "");
        _tree.Write("sys/kernel/slab/pid/shrink", "");
        _tree.Write("sys/kernel/slab/dentry/shrink", "");

        SlabShrinker.Shrink(_tree.Root).Should().Be(2);

        File.ReadAllText(_tree.Root.Resolve("sys/kernel/slab/pid/shrink")).Should().Be("1");
        File.ReadAllText(_tree.Root.Resolve("sys/kernel/slab/dentry/shrink")).Should().BeEmpty("threads take nothing from it");
    }

    private void Tree(string mounts, string cgroup)
    {
        _tree.Write("proc/self/mountinfo", mounts);
        _tree.Write($"proc/{Child}/cgroup", cgroup);
    }

    private IEnumerable<string?> Directories(string path) => Directory.GetDirectories(_tree.Root.Resolve(path)).Select(Path.GetFileName);
}
