namespace LinuxThreads.Interop;

/// <summary>What <c>sysconf(3)</c> is asked for; the values are glibc's, which musl shares.</summary>
internal enum SysconfName
{
    ClockTicks = 2,
    PageSize = 30,
    ThreadStackMin = 75,
    ProcessorsConfigured = 83,
    ProcessorsOnline = 84,
}
