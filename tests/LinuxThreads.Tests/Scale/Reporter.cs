using LinuxThreads.Scale;

namespace LinuxThreads.Tests.Scale;

/// <summary>Is told of progress on the thread that makes it.</summary>
internal sealed class Reporter(Action<ScaleProgress> report) : IProgress<ScaleProgress>
{
    public void Report(ScaleProgress value) => report(value);
}
