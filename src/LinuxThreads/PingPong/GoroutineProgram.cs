using System.Security.Cryptography;
using System.Text;

namespace LinuxThreads.PingPong;

/// <summary>The program that hands over between goroutines, built by the machine's own toolchain.</summary>
/// <remarks>
/// It is kept in <c>linuxthreads</c> of the user's cache directory (<c>XDG_CACHE_HOME</c>, else <c>.cache</c> of <c>HOME</c>) under a name made
/// of its source and the toolchain's version. Where there is no such directory to write to, it is built into a private temporary one, which
/// disposal removes.
/// </remarks>
internal sealed class GoroutineProgram : IDisposable
{
    private readonly DirectoryInfo? _temporary;

    private GoroutineProgram(string path, DirectoryInfo? temporary)
    {
        Path = path;
        _temporary = temporary;
    }

    /// <summary>The program.</summary>
    public string Path { get; }

    /// <summary>Why it can't be had here, or <see langword="null"/> if it can, as far as is known before it is built.</summary>
    public static string? WhyUnavailable => GoToolchain.Find(Environment.GetEnvironmentVariable("PATH")) is null ? GoToolchain.Missing : null;

    /// <summary>Where it is kept for this user, or <see langword="null"/> if the environment names no such place.</summary>
    public static string? CacheOf(string? xdgCacheHome, string? home) =>
        System.IO.Path.IsPathRooted(xdgCacheHome) ? System.IO.Path.Combine(xdgCacheHome!, "linuxthreads")
        : System.IO.Path.IsPathRooted(home) ? System.IO.Path.Combine(home!, ".cache", "linuxthreads")
        : null;

    /// <summary>Finds it, or builds it.</summary>
    /// <exception cref="MeasurementAbortedException">There is no toolchain, or it could not build it; its own words are in the message.</exception>
    public static GoroutineProgram Prepare() => Prepare(
        GoToolchain.Find(Environment.GetEnvironmentVariable("PATH"))
            ?? throw new MeasurementAbortedException("building the goroutine hand-over", GoToolchain.Missing),
        CacheOf(Environment.GetEnvironmentVariable("XDG_CACHE_HOME"), Environment.GetEnvironmentVariable("HOME")));

    /// <summary>Finds it in a directory, or builds it.</summary>
    public static GoroutineProgram Prepare(GoToolchain toolchain, string? cache)
    {
        var work = Directory.CreateTempSubdirectory("linuxthreads-go-");
        var keepsWork = false;
        try
        {
            var source = Source();
            var key = Convert.ToHexStringLower(SHA256.HashData([.. source, .. Encoding.UTF8.GetBytes(toolchain.ReadVersion(work.FullName))]))[..16];
            var kept = cache is null ? null : System.IO.Path.Combine(cache, $"goroutine-{key}");
            if (File.Exists(kept))
            {
                return new GoroutineProgram(kept, null);
            }

            var file = System.IO.Path.Combine(work.FullName, "goroutine.go");
            var built = System.IO.Path.Combine(work.FullName, "goroutine");
            File.WriteAllBytes(file, source);
            toolchain.Build(file, built, work.FullName);
            if (kept is not null && TryKeep(built, kept))
            {
                return new GoroutineProgram(kept, null);
            }

            keepsWork = true;
            return new GoroutineProgram(built, work);
        }
        finally
        {
            if (!keepsWork)
            {
                Remove(work);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_temporary is not null)
        {
            Remove(_temporary);
        }
    }

    /// <summary>Copies it beside its place and renames it there: whoever looks meanwhile finds none, or a whole one.</summary>
    private static bool TryKeep(string built, string kept)
    {
        var beside = $"{kept}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(kept)!);
            File.Copy(built, beside);
            File.Move(beside, kept, overwrite: true);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Nothing that can be written to, as a home that belongs to somebody else: it is built anew each time.
            TryRemove(beside);
            return false;
        }
    }

    private static void TryRemove(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Never made, then.
        }
    }

    private static void Remove(DirectoryInfo directory)
    {
        // Go marks what it keeps of modules read-only; there are none here, and its build cache is plain.
        directory.Delete(recursive: true);
    }

    private static byte[] Source()
    {
        using var stream = typeof(GoroutineProgram).Assembly.GetManifestResourceStream("goroutine.go")!;
        var source = new byte[stream.Length];
        stream.ReadExactly(source);
        return source;
    }
}
