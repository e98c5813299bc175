using System.CommandLine;
using System.Diagnostics;
using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.Cli.Report;
using LinuxThreads.Conditions;
using LinuxThreads.Procfs;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Commands;

/// <summary><c>report</c>: the main job, every question this version can answer, measured here and now.</summary>
internal static class ReportCommand
{
    private const string Name = "report";
    private const string Unanswered = "Q10, and the anatomy of a switch from the kernel's own events, are not measured by this version.";

    private static readonly Question[] Questions =
    [
        MemoryAnswer.Question, SwitchAnswer.Question, SystemCallAnswer.Question, CreationAnswer.Question, TaskAnswer.Question, WorkAnswer.Question,
        ParkedUnitAnswer.Question, DirectedAnswer.Question, DecisionAnswer.Question, ProcessAnswers.Switches, ProcessAnswers.Stacks,
        // Last, because measuring what a thread takes leaves its marks on this process.
        ProcessAnswers.Limits,
    ];

    public static Command Build(Session session)
    {
        var quick = new Option<bool>("--quick") { Description = "Take about 15 seconds instead of a minute; intervals are wider." };
        var json = new Option<string?>("--json")
        {
            HelpName = "F",
            Arity = ArgumentArity.ZeroOrOne,
            Description = "Print one JSON document (schema linuxthreads/report/1) on stdout; with a file name, write it there beside the printed report.",
        };
        var command = new Command(Name, "What native threads cost on this machine: each answer with its figures, the kernel's evidence and a verdict.") { quick, json };
        command.SetAction(parsed => Run(
            session, parsed.GetValue(quick), parsed.GetResult(json) is { Implicit: false }, parsed.GetValue(json)));
        return command;
    }

    private static int Run(Session session, bool quick, bool json, string? file)
    {
        using var target = file is null ? null : Create(file);
        var started = Stopwatch.GetTimestamp();
        var conditions = MachineConditions.Read(ProcRoot.System);
        var laboratory = new Laboratory(quick, conditions, session.Stopping);
        var answers = new List<Answer>();
        foreach (var question in Questions)
        {
            session.Progress.Report($"measuring {question.Doing} ({answers.Count + 1} of {Questions.Length}) …");
            answers.Add(question.Measure(laboratory));
        }

        session.Progress.Clear();
        var took = new Nanoseconds((long)((Int128)(Stopwatch.GetTimestamp() - started) * Nanoseconds.PerSecond / Stopwatch.Frequency));
        var document = Document(conditions.Refresh(ProcRoot.System), answers, took);
        if (json && target is null)
        {
            JsonOutput.Write(session.Out, document, JsonContext.Default.ReportDocument);
        }
        else
        {
            ReportText.WriteTo(session, conditions, answers, took, Unanswered);
        }

        if (target is not null)
        {
            JsonOutput.Write(target, document, JsonContext.Default.ReportDocument);
            session.Error.WriteLine($"wrote {file}");
        }

        return answers.All(answer => answer.Verdict == Verdict.Unverified) ? ExitCode.Refused : ExitCode.Done;
    }

    /// <summary>Opened before the minute of measuring, so that a wrong path is told at once.</summary>
    private static StreamWriter Create(string file)
    {
        try
        {
            return new StreamWriter(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--json {file}: {exception.Message} Give a path that can be written.");
        }
    }

    private static ReportDocument Document(MachineConditions conditions, List<Answer> answers, Nanoseconds took) => new(
        "linuxthreads/report/1",
        conditions,
        [
            .. answers.Select(answer => new AnswerRow(
                answer.Id, answer.Question, answer.Sentence, answer.Figures, answer.Evidence, answer.Verdict.JsonName(),
                PingPongRows.Of(answer.Caveats), answer.Published, answer.Caveats.Any(caveat => caveat.Kind == CaveatKind.CutShort))),
        ],
        took.Value,
        conditions.Unavailable);
}
