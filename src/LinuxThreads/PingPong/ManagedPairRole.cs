using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LinuxThreads.Workers;

namespace LinuxThreads.PingPong;

/// <summary>A worker that runs one repetition of a managed mechanism: <c>pair</c>, which it answers with <c>paired</c> and an error number, 0 if it ran.</summary>
internal sealed class ManagedPairRole : IWorkerRole
{
    /// <summary>The argument that asks for it.</summary>
    public const string Name = "pair";

    public void Dispose()
    {
    }

    public string? Answer(string[] words, WorkerPage page)
    {
        if (ManagedOrder.Parse(words) is not { } order)
        {
            return null;
        }

        ManagedRun run;
        try
        {
            run = ManagedPair.Run(order, CancellationToken.None);
        }
        catch (SyscallException exception)
        {
            return $"paired {exception.Errno.Number}";
        }

        page.Write(0, MemoryMarshal.AsBytes([run.Figures]));
        page.Write(Unsafe.SizeOf<ManagedFigures>(), MemoryMarshal.AsBytes<long>(run.BatchesNs));
        return "paired 0";
    }
}
