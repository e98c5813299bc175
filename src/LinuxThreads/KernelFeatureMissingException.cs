namespace LinuxThreads;

/// <summary>Something this kernel, or this build of it, does not have.</summary>
public sealed class KernelFeatureMissingException : LinuxThreadsException
{
    /// <summary>Creates the error for one missing feature.</summary>
    /// <param name="feature">What is missing, by the kernel's own name.</param>
    /// <param name="requirement">Which kernel version or configuration option brings it, as a phrase: <c>Linux 6.7 or later</c>.</param>
    /// <param name="innerException">The refusal it was noticed by, if any.</param>
    public KernelFeatureMissingException(string feature, string requirement, Exception? innerException = null)
        : base($"This kernel has no {feature}; it needs {requirement}.", innerException)
    {
        Feature = feature;
        Requirement = requirement;
    }

    /// <summary>What is missing.</summary>
    public string Feature { get; }

    /// <summary>Which kernel version or configuration option brings it.</summary>
    public string Requirement { get; }
}
