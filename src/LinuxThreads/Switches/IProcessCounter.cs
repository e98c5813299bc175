namespace LinuxThreads.Switches;

/// <summary>A count of a whole process that includes its ended threads.</summary>
internal interface IProcessCounter : IDisposable
{
    /// <summary>What is counted; decides which figure of the threads it is compared with.</summary>
    ProcessCountSource Source { get; }

    /// <summary>The count now; null where the kernel does not tell.</summary>
    long? Read();

    /// <summary>Why <see cref="Read"/> answered null; asked only then.</summary>
    Unavailable Explain();
}
