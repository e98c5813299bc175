using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Conditions;

/// <summary>Looks for the kernel threads of DAMON, which sample access to memory and may reclaim it.</summary>
internal static class Kdamonds
{
    private const string Field = "kdamond_running";
    private const string Admin = "sys/kernel/mm/damon/admin/kdamonds";

    public static bool? AreRunning(FactReader reader)
    {
        if (StatesSayOn(reader))
        {
            return true;
        }

        var entries = reader.Names("proc", out var refusal);
        if (entries is null)
        {
            reader.Miss(Field, FactReader.Describe(refusal!), refusal!.Advice);
            return null;
        }

        var kernelThreadsAreVisible = false;
        foreach (var entry in entries)
        {
            if (!int.TryParse(entry, out var pid))
            {
                continue;
            }

            var comm = Name(reader.Root, pid);
            if (comm is null)
            {
                continue;
            }

            // kdamond_fn's threads are named kdamond.%d (mm/damon/core.c); any user may read the names.
            if (comm.StartsWith("kdamond.", StringComparison.Ordinal))
            {
                return true;
            }

            kernelThreadsAreVisible |= comm == "kthreadd";
        }

        if (kernelThreadsAreVisible)
        {
            return false;
        }

        reader.Miss(Field, "No kernel thread is visible under /proc: this is another pid namespace, or /proc is mounted with hidepid.",
            "Ask on the host, outside the container.");
        return null;
    }

    /// <summary>True if DAMON's own control files say that a thread is on; false also where they cannot be read.</summary>
    /// <remarks>A thread started in another way (<c>damon_reclaim</c>) is not listed there, so "off" decides nothing.</remarks>
    private static bool StatesSayOn(FactReader reader)
    {
        foreach (var name in reader.Names(Admin, out _) ?? [])
        {
            if (int.TryParse(name, out _) && reader.TryValue($"{Admin}/{name}/state", FactReader.ParseText, out _, out _) == "on")
            {
                return true;
            }
        }

        return false;
    }

    private static string? Name(ProcRoot root, int pid)
    {
        try
        {
            return root.TryReadAllBytes($"proc/{pid}/comm") is { } bytes ? Encoding.UTF8.GetString(bytes).TrimEnd('\n') : null;
        }
        catch (SyscallException)
        {
            // hidepid: not ours to see. If every kernel thread is hidden, the answer is unknown, not no.
            return null;
        }
    }
}
