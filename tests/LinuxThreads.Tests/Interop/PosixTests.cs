using LinuxThreads.Interop;

namespace LinuxThreads.Tests.Interop;

/// <summary>Each call through Mono.Posix and straight through libc: two routes that must answer alike.</summary>
[Category("Live")]
public sealed unsafe class PosixTests
{
    private static readonly LibcPosix ViaLibc = new();

    private static IPosix ViaMono =>
        Posix.TryProbe(static () => new MonoPosix()) ?? Ignored();

    [TestCaseSource(nameof(SysconfNames))]
    public void Sysconf_agrees(int name)
    {
        var expected = ViaLibc.Sysconf((SysconfName)name);

        expected.Should().BePositive();
        ViaMono.Sysconf((SysconfName)name).Should().Be(expected);
    }

    [Test]
    public void The_page_size_is_the_runtimes_own() =>
        ViaLibc.Sysconf(SysconfName.PageSize).Should().Be(Environment.SystemPageSize);

    [Test]
    public void Residency_of_fresh_and_touched_pages_agrees()
    {
        var page = Environment.SystemPageSize;
        foreach (var (maker, reader) in new[] { (ViaMono, (IPosix)ViaLibc), (ViaLibc, ViaMono) })
        {
            var length = (nuint)(8 * page);
            var address = maker.Map(length, PageAccess.ReadWrite);
            ((byte*)address)[3 * page] = 1;
            ((byte*)address)[7 * page] = 1;
            var own = new byte[8];
            var other = new byte[8];
            maker.ReadResidency(address, length, own);
            reader.ReadResidency(address, length, other);
            maker.Unmap(address, length);

            own.Select(static b => b & 1).Should().Equal(0, 0, 0, 1, 0, 0, 0, 1);
            other.Select(static b => b & 1).Should().Equal(0, 0, 0, 1, 0, 0, 0, 1);
            FluentActions.Invoking(() => reader.ReadResidency(address, length, other)).Should().Throw<SyscallException>().Where(e => e.Errno == Errno.ENOMEM);
        }
    }

    [Test]
    public void A_buffer_too_short_for_the_pages_is_refused_before_the_kernel_writes_past_it()
    {
        foreach (var posix in Both())
        {
            FluentActions.Invoking(() => posix.ReadResidency(0, (nuint)(8 * Environment.SystemPageSize) + 1, new byte[8]))
                .Should().Throw<ArgumentException>();
        }
    }

    [TestCase("None", "---p")]
    [TestCase("Read", "r--p")]
    [TestCase("ReadWrite", "rw-p")]
    public void Mapping_and_protecting_give_the_access_asked_for(string name, string permissions)
    {
        var access = Enum.Parse<PageAccess>(name);
        var page = (nuint)Environment.SystemPageSize;
        foreach (var posix in Both())
        {
            var mapped = posix.Map(2 * page, access);
            PermissionsAt(mapped).Should().Be(permissions);
            posix.Protect(mapped, page, access == PageAccess.None ? PageAccess.Read : PageAccess.None);
            PermissionsAt(mapped).Should().Be(access == PageAccess.None ? "r--p" : "---p");
            PermissionsAt(mapped + (nint)page).Should().Be(permissions);
            posix.Unmap(mapped, 2 * page);
        }
    }

    [Test]
    public void Errors_have_the_kernels_number_in_both()
    {
        foreach (var posix in Both())
        {
            FluentActions.Invoking(() => posix.Protect(1, 1, PageAccess.Read)).Should().Throw<SyscallException>()
                .WithMessage("mprotect failed on 1 bytes at 0x1: EINVAL (22)*");
            FluentActions.Invoking(() => posix.Map(nuint.MaxValue / 2, PageAccess.None)).Should().Throw<SyscallException>().Where(e => e.Errno == Errno.ENOMEM);
            FluentActions.Invoking(() => posix.Close(-1)).Should().Throw<SyscallException>().Where(e => e.Errno.Name == "EBADF");
        }
    }

    [Test]
    public void A_pipe_carries_bytes_from_its_second_end_to_its_first_and_is_closed_on_exec()
    {
        foreach (var posix in Both())
        {
            var (read, write) = posix.OpenPipe();
            try
            {
                foreach (var end in new[] { read, write })
                {
                    (FlagsOf(end) & LinuxConstants.OCloexec).Should().Be(LinuxConstants.OCloexec);
                }

                File.WriteAllText($"/proc/self/fd/{write}", "x");
                using var stream = File.OpenRead($"/proc/self/fd/{read}");
                stream.ReadByte().Should().Be('x');
            }
            finally
            {
                posix.Close(read);
                posix.Close(write);
            }
        }
    }

    [Test]
    public void Names_of_errors_agree_wherever_the_package_has_one()
    {
        var mono = ViaMono;
        var named = 0;
        for (var number = 1; number <= 133; number++)
        {
            if (mono.ErrnoName(number) is { } name)
            {
                ViaLibc.ErrnoName(number).Should().Be(name, $"errno {number}");
                named++;
            }
        }

        named.Should().BeGreaterThan(100);
        mono.ErrnoName(9999).Should().BeNull();
        ViaLibc.ErrnoName(9999).Should().BeNull();
    }

    [Test]
    public void A_helper_that_cannot_be_loaded_leads_to_libc_and_any_other_failure_is_not_hidden()
    {
        Posix.TryProbe(static () => throw new DllNotFoundException()).Should().BeNull();
        Posix.TryProbe(static () => throw new TypeInitializationException("T", new DllNotFoundException())).Should().BeNull();
        FluentActions.Invoking(static () => Posix.TryProbe(static () => throw new NotSupportedException())).Should().Throw<NotSupportedException>();
    }

    [Test]
    [NonParallelizable]
    public void The_switch_turns_the_Mono_path_off()
    {
        _ = ViaMono;
        Posix.Choose().Should().BeOfType<MonoPosix>();
        AppContext.SetSwitch(Posix.SwitchName, false);
        try
        {
            Posix.Choose().Should().BeOfType<LibcPosix>();
        }
        finally
        {
            AppContext.SetSwitch(Posix.SwitchName, true);
        }
    }

    private static int[] SysconfNames() => [.. Enum.GetValues<SysconfName>().Select(static name => (int)name)];

    private static IPosix[] Both() => [ViaMono, ViaLibc];

    private static IPosix Ignored()
    {
        Assert.Ignore("libMonoPosixHelper.so does not load here (musl, or no libz).");
        throw new InvalidOperationException();
    }

    private static int FlagsOf(int descriptor) => Convert.ToInt32(
        File.ReadLines($"/proc/self/fdinfo/{descriptor}").Single(static l => l.StartsWith("flags:", StringComparison.Ordinal))["flags:".Length..].Trim(), 8);

    private static string PermissionsAt(nint address)
    {
        foreach (var line in File.ReadLines("/proc/self/maps"))
        {
            var fields = line.Split(' ');
            var range = fields[0].Split('-');
            if ((nuint)address >= nuint.Parse(range[0], System.Globalization.NumberStyles.HexNumber) &&
                (nuint)address < nuint.Parse(range[1], System.Globalization.NumberStyles.HexNumber))
            {
                return fields[1];
            }
        }

        return "unmapped";
    }
}
