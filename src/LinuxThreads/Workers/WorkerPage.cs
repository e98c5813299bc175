using LinuxThreads.Interop;
using Microsoft.Win32.SafeHandles;

namespace LinuxThreads.Workers;

/// <summary>The child's end of the memory that it shares with its parent: a number that survives the child, and the results.</summary>
/// <remarks>Laid out by native/worker/worker.h: <c>struct worker_page</c>, and <c>WORKER_RESULTS</c>, where the results begin.</remarks>
internal sealed class WorkerPage : IDisposable
{
    /// <summary>Where the number of threads made is.</summary>
    public const int CreatedAt = 0;

    /// <summary>Where the parent asks a running command to end early.</summary>
    public const int StopAt = 8;

    /// <summary>Where the results begin.</summary>
    public const int ResultsAt = 4096;

    private readonly SafeFileHandle _file;
    private readonly long _resultBytes;

    private WorkerPage(SafeFileHandle file, long resultBytes)
    {
        _file = file;
        _resultBytes = resultBytes;
    }

    /// <summary>The descriptor by which the parent finds it in <c>/proc/[pid]/fd</c>.</summary>
    public nint Descriptor => _file.DangerousGetHandle();

    /// <summary>A page of zeros with room for results.</summary>
    /// <exception cref="SyscallException">The kernel would not give the memory.</exception>
    public static WorkerPage Create(long resultBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(resultBytes);
        var file = MemoryFile.Create("linuxthreads-worker");
        RandomAccess.SetLength(file, ResultsAt + resultBytes);
        return new WorkerPage(file, resultBytes);
    }

    /// <summary>Tells how many threads there are, so that the number survives this process. Allocates nothing.</summary>
    public void Publish(long created)
    {
        Span<byte> count = stackalloc byte[sizeof(long)];
        BitConverter.TryWriteBytes(count, created);
        RandomAccess.Write(_file, count, CreatedAt);
    }

    /// <summary>Writes results.</summary>
    /// <param name="offset">Bytes from the first result.</param>
    /// <param name="results">What the parent copies from there.</param>
    /// <exception cref="ArgumentOutOfRangeException">The parent left no room for them.</exception>
    public void Write(long offset, ReadOnlySpan<byte> results)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + results.Length, _resultBytes, nameof(offset));
        RandomAccess.Write(_file, results, ResultsAt + offset);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
