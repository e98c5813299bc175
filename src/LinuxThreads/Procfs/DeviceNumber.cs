namespace LinuxThreads.Procfs;

/// <summary>The number of the device that holds a mapped file; 0:0 for memory without a file.</summary>
/// <remarks>Source: <c>/proc/[pid]/maps</c>, fourth field, two hexadecimal numbers.</remarks>
/// <param name="Major">The major number: which driver or kind of file system.</param>
/// <param name="Minor">The minor number: which device of that kind.</param>
public readonly record struct DeviceNumber(uint Major, uint Minor)
{
    /// <summary>The number as the kernel prints it in maps, in hexadecimal: <c>fe:00</c>.</summary>
    public override string ToString() => $"{Major:x2}:{Minor:x2}";
}
