using LinuxThreads.Workers;

namespace LinuxThreads.Scale;

/// <summary>A kernel setting that was raised, and what became of it.</summary>
public sealed record SysctlChange
{
    internal SysctlChange(SysctlOutcome outcome)
    {
        Name = outcome.Name.Replace('/', '.');
        Was = outcome.Was;
        Raised = outcome.Raised;
        Found = outcome.Found;
        Now = outcome.Now;
        Errno = outcome.Errno;
    }

    /// <summary>The setting as <c>sysctl(8)</c> spells it, for instance <c>kernel.pid_max</c>.</summary>
    public string Name { get; }

    /// <summary>Its value before.</summary>
    public long Was { get; }

    /// <summary>The value it was raised to, as the kernel took it.</summary>
    public long Raised { get; }

    /// <summary>The value found when it was to be put back.</summary>
    public long Found { get; }

    /// <summary>The value since.</summary>
    public long Now { get; }

    /// <summary>What refused putting it back; <see langword="null"/> if nothing did.</summary>
    public Errno? Errno { get; }

    /// <summary>True if it is what it was before.</summary>
    public bool IsRestored => Now == Was && Errno is null;

    /// <summary>True if somebody else changed it meanwhile; it was left alone.</summary>
    public bool IsSomebodyElses => Found != Raised && Errno is null;

    /// <summary>The change in words.</summary>
    public override string ToString() => Errno is { } errno ? $"{Name} was raised from {Was} to {Raised} and could not be put back ({errno})"
        : IsSomebodyElses ? $"{Name} was raised from {Was} to {Raised}; somebody else has made it {Found} since, which stays"
        : $"{Name} was raised from {Was} to {Raised} and put back";
}
