namespace LinuxThreads.Stacks;

/// <summary>A fresh process that parks threads on command; disposal ends it.</summary>
internal interface IStackChild : IDisposable
{
    Pid Pid { get; }

    /// <summary>Starts threads and returns when they are parked.</summary>
    void Park(int threads);
}
