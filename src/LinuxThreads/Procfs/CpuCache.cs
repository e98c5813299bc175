namespace LinuxThreads.Procfs;

/// <summary>One cache of one CPU: a directory <c>cache/index*</c> in sysfs.</summary>
/// <remarks>Source: <c>/sys/devices/system/cpu/cpu*/cache/index*/</c>; a member is <see langword="null"/> where the kernel has no such file, as in many virtual machines.</remarks>
/// <param name="Level">How far from the CPU, 1 nearest (<c>level</c>).</param>
/// <param name="Type">The kernel's word: <c>Data</c>, <c>Instruction</c> or <c>Unified</c> (<c>type</c>).</param>
/// <param name="Size">How much it holds (<c>size</c>).</param>
/// <param name="SharedCpuList">The CPUs that share it (<c>shared_cpu_list</c>).</param>
/// <param name="Id">Its number among the caches of its level and type (<c>id</c>).</param>
public sealed record CpuCache(int Level, string? Type, ByteSize? Size, CpuList? SharedCpuList, uint? Id)
{
    /// <summary>Reads the text of a <c>size</c> file: a number and <c>K</c>, units of 1,024 bytes.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="ProcfsFormatException">The text is anything else.</exception>
    public static ByteSize ParseSize(ReadOnlySpan<byte> text, string path = "size")
    {
        var field = TextField.Single(text, path);
        return field.Bytes is [.. var digits, (byte)'K']
            && KernelNumber.TryParseDecimal(digits, out var value) && value <= uint.MaxValue
            ? ByteSize.FromKibibytes((long)value)
            : throw field.Error("a number and K");
    }
}
