namespace LinuxThreads.Procfs;

/// <summary>How much time tasks lost for want of one resource: <c>/proc/pressure/cpu</c> and its likes.</summary>
/// <remarks>
/// Source: <c>/proc/pressure/cpu</c>, <c>memory</c>, <c>io</c>, and <c>cpu.pressure</c> and its likes in a cgroup v2 directory (<c>psi_show</c>,
/// kernel/sched/psi.c). Since: Linux 4.20 with <c>CONFIG_PSI</c>, not switched off by <c>psi=0</c>.
/// </remarks>
public sealed record Pressure
{
    private const string Requirement = "Linux 4.20 or later with CONFIG_PSI, without psi=0 on the kernel's command line or 0 in cgroup.pressure";

    private Pressure()
    {
    }

    /// <summary>Time in which at least one task waited for the resource.</summary>
    /// <remarks>Source: <c>some</c>; <see langword="null"/> for interrupt pressure, which has none.</remarks>
    public PressureLine? Some { get; private set; }

    /// <summary>Time in which all tasks that had something to do waited for the resource.</summary>
    /// <remarks>Source: <c>full</c>. Since: for the CPU, Linux 5.13; of the whole system it is always 0 there.</remarks>
    public PressureLine? Full { get; private set; }

    /// <summary>Lines and values this library does not know, in the file's order.</summary>
    /// <remarks>Source: everything else in the file.</remarks>
    public IReadOnlyList<KeyValuePair<string, string>> Unrecognized { get; private set; } = [];

    /// <summary>Reads the text of a pressure file.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="ProcfsFormatException">A known line is not what the kernel documents, or there is neither of the two.</exception>
    public static Pressure Parse(ReadOnlySpan<byte> text, string path = "pressure")
    {
        var pressure = new Pressure();
        var unrecognized = new UnrecognizedLines();
        var scanner = new TextScanner(text, path);
        while (!scanner.AtEnd)
        {
            var field = scanner.ReadKeyed((byte)' ');
            if (field.Key.SequenceEqual("some"u8))
            {
                pressure.Some = pressure.Some is null ? PressureLine.From(field, ref unrecognized) : throw field.Repeated();
            }
            else if (field.Key.SequenceEqual("full"u8))
            {
                pressure.Full = pressure.Full is null ? PressureLine.From(field, ref unrecognized) : throw field.Repeated();
            }
            else
            {
                unrecognized.Add(field);
            }
        }

        if (pressure.Some is null && pressure.Full is null)
        {
            throw scanner.MissingInFile("some", "a line 'some' or a line 'full'");
        }

        pressure.Unrecognized = unrecognized.ToList();
        return pressure;
    }

    /// <summary>The pressure from one file.</summary>
    /// <param name="root">Where to read.</param>
    /// <param name="file">The file below the root, for instance <c>proc/pressure/cpu</c>.</param>
    /// <exception cref="KernelFeatureMissingException">The kernel does not keep pressure information.</exception>
    /// <exception cref="SyscallException">The file is there and could not be read.</exception>
    /// <exception cref="ProcfsFormatException">The file is not what the kernel documents.</exception>
    public static Pressure Read(ProcRoot root, string file = "proc/pressure/cpu")
    {
        ArgumentNullException.ThrowIfNull(root);
        byte[] text;
        try
        {
            text = root.ReadAllBytes(file);
        }
        catch (SyscallException exception) when (exception.Errno == Errno.ENOENT || exception.Errno == NotSupported)
        {
            throw new KernelFeatureMissingException(root.Resolve(file), Requirement, exception);
        }

        return Parse(text, root.Resolve(file));
    }

    // Before the directory was made conditional, a kernel booted with psi=0 had the files and answered EOPNOTSUPP.
    private static Errno NotSupported => new(95);
}
