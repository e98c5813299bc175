namespace LinuxThreads.Procfs;

/// <summary>How much CPU time a cgroup may use in each period: <c>cpu.max</c>.</summary>
/// <remarks>Source: <c>cpu.max</c> of cgroup version 2: quota and period in microseconds, the quota may be <c>max</c>. The root cgroup has no such file.</remarks>
/// <param name="Quota">The CPU time in each period; <see langword="null"/> if there is no limit.</param>
/// <param name="Period">The period's length; positive.</param>
public readonly record struct CpuMax(Nanoseconds? Quota, Nanoseconds Period)
{
    /// <summary>The limit as a number of CPUs; <see langword="null"/> if there is none.</summary>
    /// <remarks>Source: quota ÷ period.</remarks>
    public double? Cpus => Quota is { } quota ? quota / Period : null;

    /// <summary>Reads the text of <c>cpu.max</c>.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="ProcfsFormatException">The text is not a quota and a period.</exception>
    public static CpuMax Parse(ReadOnlySpan<byte> text, string path = "cpu.max")
    {
        var line = TextField.Single(text, path);
        var rest = line.Bytes;
        var quota = line.NextWord(ref rest, "quota"u8);
        var period = line.NextWord(ref rest, "period"u8).Microseconds();
        return rest.IsEmpty && period > Nanoseconds.Zero
            ? new CpuMax(quota.Bytes.SequenceEqual("max"u8) ? null : quota.Microseconds(), period)
            : throw line.Error("a quota or 'max', and a period above 0");
    }
}
