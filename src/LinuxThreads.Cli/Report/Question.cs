namespace LinuxThreads.Cli.Report;

/// <summary>A question of the report and the way to answer it.</summary>
/// <param name="Id">As in the JSON output.</param>
/// <param name="Text">The question, in one line.</param>
/// <param name="Doing">What is being measured, for the progress line.</param>
/// <param name="Measure">Answers it.</param>
internal sealed record Question(string Id, string Text, string Doing, Func<Laboratory, Answer> Measure);
