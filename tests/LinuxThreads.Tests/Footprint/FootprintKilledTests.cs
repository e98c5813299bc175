using LinuxThreads.Procfs;
using LinuxThreads.Tests.Limits;

namespace LinuxThreads.Tests.Footprint;

[Category("Live")]
[NonParallelizable]
public sealed class FootprintKilledTests
{
    [Test]
    public void A_killed_measurement_leaves_no_cgroup_and_no_child()
    {
        TestProgram.RequireRoot("makes a cgroup of the memory controller");
        _ = TestProgram.Worker();
        using var tool = TestProgram.Start(TestProgram.Host("footprint"));
        var owner = new Pid(tool.Id);
        string? cgroup = null;
        Pid child = default;

        // With threads in its cgroup: it is under way.
        TestProgram.WaitUntil(() => Cgroups.Of(owner) is [var made, ..] && IsAtWork(cgroup = made, out child), "it parks threads in a cgroup");
        tool.Kill();
        tool.WaitForExit();

        TestProgram.WaitUntil(() => !ProcRoot.System.Exists($"proc/{child}"), "its child is gone");
        TestProgram.WaitUntil(() => Cgroups.Of(owner).Count == 0, $"{cgroup} is gone");
    }

    private static bool IsAtWork(string cgroup, out Pid child)
    {
        child = default;
        if (ProcRoot.System.TryReadAllBytes($"{cgroup}/cgroup.procs") is not { Length: > 0 } text)
        {
            return false;
        }

        child = new Pid(int.Parse(System.Text.Encoding.ASCII.GetString(text).Split('\n')[0]));
        return PidStatus.TryRead(ProcRoot.System, child, out var status) && status.Threads > 1;
    }
}
