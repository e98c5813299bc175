namespace LinuxThreads.Procfs;

/// <summary>Reads the cgroup files that hold one value.</summary>
/// <remarks>Source: Documentation/admin-guide/cgroup-v2.rst and Documentation/admin-guide/cgroup-v1/; each method names its files.</remarks>
public static class CgroupValue
{
    /// <summary>Reads a limit: a number, or <c>max</c> for none.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <remarks>Source: <c>pids.max</c> of both versions, <c>memory.max</c>, <c>memory.high</c>, <c>memory.swap.max</c> of version 2.</remarks>
    /// <exception cref="ProcfsFormatException">The text is neither.</exception>
    public static RlimitValue ParseLimit(ReadOnlySpan<byte> text, string path = "cgroup limit")
    {
        var field = TextField.Single(text, path);
        return field.Bytes.SequenceEqual("max"u8) ? RlimitValue.Unlimited : RlimitValue.Limited(field.UInt64());
    }

    /// <summary>Reads a number that stands alone; 0 or more.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <remarks>Source: <c>pids.current</c>, <c>pids.peak</c>, <c>memory.current</c>, and in version 1 <c>memory.usage_in_bytes</c>, <c>cpu.shares</c>.</remarks>
    /// <exception cref="ProcfsFormatException">The text is not a number.</exception>
    public static ulong ParseNumber(ReadOnlySpan<byte> text, string path = "cgroup number") => TextField.Single(text, path).UInt64();

    /// <summary>Reads a memory limit of version 1, in bytes.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="pageSize">The size of a page, in bytes; positive.</param>
    /// <param name="path">The file, for messages.</param>
    /// <remarks>
    /// Source: <c>memory.limit_in_bytes</c> and its likes of version 1. "No limit" is printed as the largest number of pages that
    /// fits a signed 64-bit number of bytes: 9223372036854771712 with pages of 4 KiB, 9223372036854710272 with 64 KiB.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="pageSize"/> is not positive.</exception>
    /// <exception cref="ProcfsFormatException">The text is not a number.</exception>
    public static RlimitValue ParseMemoryLimitInBytes(ReadOnlySpan<byte> text, long pageSize, string path = "memory.limit_in_bytes")
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pageSize);
        var value = TextField.Single(text, path).UInt64();
        var none = (ulong)(long.MaxValue / pageSize * pageSize);
        return value >= none ? RlimitValue.Unlimited : RlimitValue.Limited(value);
    }

    /// <summary>Reads a CPU quota of version 1: the CPU time a cgroup may use in each period; <see langword="null"/> if it has none.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <remarks>Source: <c>cpu.cfs_quota_us</c> of version 1, microseconds, −1 for none.</remarks>
    /// <exception cref="ProcfsFormatException">The text is neither −1 nor a number of microseconds.</exception>
    public static Nanoseconds? ParseCfsQuota(ReadOnlySpan<byte> text, string path = "cpu.cfs_quota_us")
    {
        var field = TextField.Single(text, path);
        return field.Bytes.SequenceEqual("-1"u8) ? null : field.Microseconds();
    }

    /// <summary>Reads a number of microseconds.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <remarks>Source: <c>cpu.cfs_period_us</c> and <c>cpu.rt_runtime_us</c> of version 1.</remarks>
    /// <exception cref="ProcfsFormatException">The text is not a number of microseconds, 0 or more.</exception>
    public static Nanoseconds ParseMicroseconds(ReadOnlySpan<byte> text, string path = "cpu.cfs_period_us") =>
        TextField.Single(text, path).Microseconds();
}
