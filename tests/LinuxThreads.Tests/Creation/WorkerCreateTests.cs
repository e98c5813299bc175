using LinuxThreads.Tests.Interop;
using LinuxThreads.Workers;

namespace LinuxThreads.Tests.Creation;

[Category("Live")]
public sealed class WorkerCreateTests
{
    private const string Enospc = "28";
    private const string Einval = "22";

    [TestCase("create 65536 100 0 1 -1", "created")]
    [TestCase("create-steps 65536 4096 100 0 -1", "stepped")]
    public void Results_that_do_not_fit_are_refused_and_no_thread_is_made(string command, string answer)
    {
        using var small = Start(resultBytes: 0);
        using var almost = Start(resultBytes: 1_200);
        using var enough = Start(resultBytes: 16_384);
        small.Ask(command, answer, 1)[0].Should().Be(Enospc);
        almost.Ask(command, answer, 1)[0].Should().Be(Enospc);
        enough.Ask(command, answer, 1)[0].Should().Be("0");
    }

    [TestCase("create 65536 0 0 1 -1", "created")]
    [TestCase("create 65536 10 0 0 -1", "created")]
    [TestCase("create 65536 -1 0 1 -1", "created")]
    [TestCase("create 65536 10 0 1 -2", "created")]
    [TestCase("create 1 10 0 1 -1", "created")]
    [TestCase("create-steps 65536 4096 0 0 -1", "stepped")]
    [TestCase("create-steps 1 4096 10 0 -1", "stepped")]
    public void What_the_shim_refuses_is_answered_with_its_errno(string command, string answer)
    {
        using var worker = Start(resultBytes: 65_536);
        worker.Ask(command, answer, 1)[0].Should().Be(Einval);
    }

    [TestCase("create 65536 10 0 1", "what? create")]
    [TestCase("create 65536 ten 0 1 -1", "what? ten")]
    [TestCase("create-steps 65536 4096 10 0 -1 7", "what? create-steps")]
    public void A_line_it_does_not_understand_is_answered_as_such(string command, string answer)
    {
        using var worker = Start(resultBytes: 65_536);
        worker.TryAsk(command).Should().Equal(answer.Split(' '));
    }

    private static WorkerProcess Start(long resultBytes)
    {
        ShimFacts.RequireShim();
        return WorkerProcess.Start(new WorkerOptions { Timeout = TimeSpan.FromSeconds(30), ResultBytes = resultBytes }, CancellationToken.None);
    }
}
