namespace LinuxThreads.Switches;

/// <summary>The count of a whole process's switches that includes its ended threads.</summary>
internal interface IProcessCounter
{
    /// <summary>The count now; null where the kernel does not tell.</summary>
    long? Read();

    /// <summary>Why <see cref="Read"/> answered null; asked only then.</summary>
    Unavailable Explain();
}
