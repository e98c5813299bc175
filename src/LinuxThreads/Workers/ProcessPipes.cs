using System.Diagnostics;

namespace LinuxThreads.Workers;

/// <summary>Our ends of a child's pipes, which a <see cref="Process"/> leaves to whoever asked for its streams.</summary>
internal static class ProcessPipes
{
    /// <summary>Closes the child's standard input.</summary>
    public static void CloseInput(Process process)
    {
        try
        {
            process.StandardInput.Dispose();
        }
        catch (IOException)
        {
            // Dead already, with a command unread.
        }
    }

    /// <summary>Closes all that is redirected and lets go of the process, which has ended.</summary>
    public static void Close(Process process)
    {
        CloseInput(process);
        process.StandardOutput.Dispose();
        if (process.StartInfo.RedirectStandardError)
        {
            process.StandardError.Dispose();
        }

        process.Dispose();
    }
}
