namespace LinuxThreads.PingPong;

/// <summary>Runs one repetition of a managed mechanism in this process.</summary>
internal static class ManagedPair
{
    /// <summary>Starts the two sides, lets them warm up, times them, and waits for their end.</summary>
    /// <param name="order">What to run.</param>
    /// <param name="cancellation">Ends the run after the batch under way.</param>
    /// <exception cref="SyscallException">A side could not be put on its CPU, or the kernel refused a counter.</exception>
    public static ManagedRun Run(ManagedOrder order, CancellationToken cancellation) => order.Mechanism switch
    {
        Mechanism.Monitor => ManagedThreadPair.Run(new MonitorTurns(), order, cancellation),
        Mechanism.SemaphoreSlim => ManagedThreadPair.Run(new SemaphoreSlimTurns(), order, cancellation),
        Mechanism.ManualResetEventSlim => ManagedThreadPair.Run(new EventSlimTurns(), order, cancellation),
        Mechanism.Channel => ManagedTaskPair.Run(new ChannelTurns(), order, cancellation),
        Mechanism.TaskCompletionSource => ManagedTaskPair.Run(new CompletionTurns(), order, cancellation),
        Mechanism.TaskYield => ManagedTaskPair.Run(new YieldTurns(), order, cancellation),
        _ => throw new ArgumentException($"{order.Mechanism.JsonName()} is not a managed mechanism.", nameof(order)),
    };
}
