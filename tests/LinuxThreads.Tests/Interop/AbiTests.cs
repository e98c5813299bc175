using System.Diagnostics;
using System.Globalization;
using System.Text;
using LinuxThreads.Interop;
using Win32Exception = System.ComponentModel.Win32Exception;

namespace LinuxThreads.Tests.Interop;

/// <summary>Every number and layout that C# repeats from C, against the headers of this system.</summary>
[Category("Live")]
public sealed class AbiTests
{
    private const string Longs = " / sizeof(long)";

    private static readonly (string C, long Here)[] Facts =
    [
        ("sizeof(long)", sizeof(long)),
        ("sizeof(pthread_t)", sizeof(long)),
        ("sizeof(clockid_t)", sizeof(int)),
        ("sizeof(pid_t)", sizeof(int)),
        ("sizeof(struct timespec)", 2 * sizeof(long)),
        ("offsetof(struct timespec, tv_nsec)", sizeof(long)),
        ("sizeof(struct rusage)", LinuxConstants.RusageLongs * sizeof(long)),
        ("offsetof(struct rusage, ru_utime)" + Longs, UsageCounters.UserTimeAt),
        ("offsetof(struct rusage, ru_stime)" + Longs, UsageCounters.SystemTimeAt),
        ("offsetof(struct timeval, tv_usec)" + Longs, 1),
        ("offsetof(struct rusage, ru_minflt)" + Longs, UsageCounters.MinorFaultsAt),
        ("offsetof(struct rusage, ru_majflt)" + Longs, UsageCounters.MajorFaultsAt),
        ("offsetof(struct rusage, ru_nvcsw)" + Longs, UsageCounters.VoluntarySwitchesAt),
        ("offsetof(struct rusage, ru_nivcsw)" + Longs, UsageCounters.InvoluntarySwitchesAt),
        ("RUSAGE_SELF", LinuxConstants.RusageSelf),
        ("RUSAGE_THREAD", LinuxConstants.RusageThread),
        ("CLOCK_MONOTONIC", LinuxConstants.ClockMonotonic),
        ("CLOCK_PROCESS_CPUTIME_ID", LinuxConstants.ClockProcessCputimeId),
        ("CLOCK_THREAD_CPUTIME_ID", LinuxConstants.ClockThreadCputimeId),
        ("FUTEX_WAIT_PRIVATE", LinuxConstants.FutexWaitPrivate),
        ("FUTEX_WAKE_PRIVATE", LinuxConstants.FutexWakePrivate),
        ("FUTEX_WAIT_BITSET_PRIVATE", LinuxConstants.FutexWaitBitsetPrivate),
        ("(int)FUTEX_BITSET_MATCH_ANY", LinuxConstants.FutexBitsetMatchAny),
        ("PR_SET_NAME", LinuxConstants.PrSetName),
        ("PR_GET_NAME", LinuxConstants.PrGetName),
        ("PROT_NONE", LinuxConstants.ProtNone),
        ("PROT_READ", LinuxConstants.ProtRead),
        ("PROT_WRITE", LinuxConstants.ProtWrite),
        ("MAP_PRIVATE", LinuxConstants.MapPrivate),
        ("MAP_ANONYMOUS", LinuxConstants.MapAnonymous),
        ("MAP_NORESERVE", LinuxConstants.MapNoreserve),
        ("MADV_DONTNEED", LinuxConstants.MadvDontneed),
        ("SS_ONSTACK", LinuxConstants.SsOnstack),
        ("SS_DISABLE", LinuxConstants.SsDisable),
        ("AT_MINSIGSTKSZ", LinuxConstants.AtMinsigstksz),
        ("O_CLOEXEC", LinuxConstants.OCloexec),
        ("_SC_CLK_TCK", (int)SysconfName.ClockTicks),
        ("_SC_PAGESIZE", (int)SysconfName.PageSize),
        ("_SC_THREAD_STACK_MIN", (int)SysconfName.ThreadStackMin),
        ("_SC_NPROCESSORS_CONF", (int)SysconfName.ProcessorsConfigured),
        ("_SC_NPROCESSORS_ONLN", (int)SysconfName.ProcessorsOnline),
        ("SYS_gettid", SyscallNumbers.Gettid),
        ("SYS_sigaltstack", SyscallNumbers.Sigaltstack),
        ("SYS_futex", SyscallNumbers.Futex),
        ("SYS_get_robust_list", SyscallNumbers.GetRobustList),
        ("SYS_perf_event_open", SyscallNumbers.PerfEventOpen),
        ("SYS_seccomp", SyscallNumbers.Seccomp),
        ("SYS_memfd_create", SyscallNumbers.MemfdCreate),
        ("SYS_clone3", SyscallNumbers.Clone3),
    ];

    private static readonly string[] Headers =
    [
        "stddef.h", "stdio.h", "time.h", "pthread.h", "fcntl.h", "unistd.h", "linux/futex.h", "sys/mman.h", "sys/prctl.h",
        "errno.h", "signal.h", "elf.h", "sys/resource.h", "sys/socket.h", "sys/syscall.h", "sys/time.h", "linux/netlink.h", "linux/genetlink.h", "linux/taskstats.h",
    ];

    [Test]
    public void Numbers_and_layouts_are_those_of_the_C_headers()
    {
        var answers = Evaluate(Facts.Select(static fact => fact.C));

        answers.Should().Equal(Facts.Select(static fact => fact.Here), (c, here) => c == here, $"the list is {string.Join("; ", Facts)}");
    }

    [Test]
    public void The_opaque_thread_attributes_fit_the_buffer_with_room_to_spare() =>
        Evaluate(["sizeof(pthread_attr_t)"]).Single().Should().BeInRange(8, PthreadAttributes.Capacity / 2);

    [Test]
    public void Every_constant_of_the_two_lists_is_compared()
    {
        // The two lengths that have no C name in user-space headers: TASK_COMM_LEN, and rusage in longs (compared as sizeof).
        var constants = typeof(LinuxConstants).GetFields().Length - 2;

        Facts.Count(static fact => fact.C.Contains('_') && fact.C.All(static c => c is not ' ') && !fact.C.StartsWith("sizeof", StringComparison.Ordinal))
            .Should().Be(constants + Enum.GetValues<SysconfName>().Length + typeof(SyscallNumbers).GetProperties().Length);
    }

    internal static List<long> Evaluate(IEnumerable<string> expressions)
    {
        var program = new StringBuilder("#define _GNU_SOURCE\n");
        program.AppendJoin("", Headers.Select(static header => $"#include <{header}>\n"));
        program.Append("int main(void)\n{\n");
        program.AppendJoin("", expressions.Select(static e => $"\tprintf(\"%ld\\n\", (long)({e}));\n"));
        program.Append("\treturn 0;\n}\n");

        var folder = Directory.CreateTempSubdirectory("linuxthreads-abi-");
        try
        {
            var source = Path.Combine(folder.FullName, "facts.c");
            var binary = Path.Combine(folder.FullName, "facts");
            File.WriteAllText(source, program.ToString());
            Run("cc", ["-std=gnu11", "-o", binary, source]);
            return [.. Run(binary, []).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => long.Parse(l, CultureInfo.InvariantCulture))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Run(string command, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            process.ExitCode.Should().Be(0, errors.Result);
            return output;
        }
        catch (Win32Exception exception) when (command == "cc")
        {
            Assert.Ignore($"No C compiler named cc here ({exception.Message}): the layouts are compared where there is one.");
            throw;
        }
    }
}
