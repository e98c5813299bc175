using LinuxThreads.Interop;
using LinuxThreads.Native;
using LinuxThreads.Verdicts;

namespace LinuxThreads.PingPong;

/// <summary>Two threads of .NET that hand over to each other, each on its CPU and with its own counters.</summary>
internal sealed class ManagedThreadPair : IDisposable
{
    private readonly IThreadTurns _turns;
    private readonly ManagedOrder _order;
    private readonly CancellationToken _cancellation;
    private readonly long[] _samples;
    private readonly CountdownEvent _placed = new(2);

    // By blocking at once: spinning here would take the CPU from a side that is still warming up on it.
    private readonly ManualResetEventSlim _followerCounts = new(false, spinCount: 0);
    private LinuxThreadsException? _refusal;
    private ManagedFigures _figures;
    private ShimEvidence _follower;

    private ManagedThreadPair(IThreadTurns turns, ManagedOrder order, CancellationToken cancellation)
    {
        _turns = turns;
        _order = order;
        _cancellation = cancellation;
        _samples = new long[order.Batches];
    }

    /// <summary>Runs one repetition on two fresh threads.</summary>
    public static ManagedRun Run(IThreadTurns turns, ManagedOrder order, CancellationToken cancellation)
    {
        using var pair = new ManagedThreadPair(turns, order, cancellation);
        return pair.Run();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _turns.Dispose();
        _placed.Dispose();
        _followerCounts.Dispose();
    }

    private ManagedRun Run()
    {
        var leader = new Thread(() => OnCpu(_order.CpuA, Lead)) { IsBackground = true };
        var follower = new Thread(() => OnCpu(_order.CpuB, Follow)) { IsBackground = true };
        follower.Start();
        leader.Start();
        leader.Join();
        follower.Join();
        if (_refusal is not null)
        {
            throw _refusal;
        }

        _figures.B = _follower;
        return new ManagedRun(_figures, _samples[..(int)_figures.BatchesDone]);
    }

    /// <summary>Runs a side where it belongs; neither side runs unless both are there.</summary>
    private void OnCpu(int? cpu, Action side)
    {
        Try(() =>
        {
            if (cpu is { } number)
            {
                CpuSet.Of(number).ApplyToCurrentThread();
            }
        });
        _placed.Signal();
        _placed.Wait(CancellationToken.None);
        if (!IsRefused && !Try(side))
        {
            // The other side may be waiting for this one.
            _followerCounts.Set();
            _turns.End();
        }
    }

    private bool IsRefused => Volatile.Read(ref _refusal) is not null;

    private bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (LinuxThreadsException exception)
        {
            // Told on the thread that measures.
            Volatile.Write(ref _refusal, exception);
            return false;
        }
    }

    // What reads the counters goes through its two or three compilations before the warm-up, and not in the window.
    private static void RehearseReading()
    {
        const int Times = 5;
        for (var i = 0; i < Times; i++)
        {
            _ = ThreadCounters.Begin().End();
            _ = ManagedWindow.Open().Close(0);
        }
    }

    private void Lead()
    {
        RehearseReading();
        _turns.Lead(_order.WarmUp);
        _followerCounts.Wait(CancellationToken.None);
        if (IsRefused)
        {
            return;
        }

        var counters = ThreadCounters.Begin();
        var window = ManagedWindow.Open();
        var done = LeadBatches(window.Opened);
        _figures = window.Close(done);
        _figures.A = counters.End();
        if (done < _order.Batches)
        {
            _turns.End();
        }
    }

    private int LeadBatches(Nanoseconds before)
    {
        for (var batch = 0; batch < _samples.Length; batch++)
        {
            if (_cancellation.IsCancellationRequested)
            {
                return batch;
            }

            _turns.Lead(_order.RoundTrips);
            var after = Clocks.ReadMonotonic();
            _samples[batch] = (after - before).Value;
            before = after;
        }

        return _samples.Length;
    }

    private void Follow()
    {
        RehearseReading();
        _turns.Follow(_order.WarmUp);
        var counters = ThreadCounters.Begin();
        _followerCounts.Set();
        _turns.Follow((long)_order.Batches * _order.RoundTrips);
        _follower = counters.End();
    }
}
