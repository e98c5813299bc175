using System.Globalization;

namespace LinuxThreads.Workers;

/// <summary>Holds kernel settings raised until disposal, through a process that puts them back whatever becomes of this one.</summary>
/// <remarks>If that process dies first, another one takes over what it had raised: the rule for putting back is only there.</remarks>
internal sealed class SysctlGuard : IDisposable
{
    private const int MostLives = 5;

    private readonly WorkerCommand? _command;
    private readonly Dictionary<string, (long Was, long Raised)> _raised = [];
    private GuardProcess _process;
    private Pid? _after;
    private bool _isDone;
    private bool _isDisposed;

    /// <summary>Starts the guard; nothing is changed yet.</summary>
    /// <param name="command">The program; <see langword="null"/> is <c>linuxthreads-worker</c>.</param>
    /// <exception cref="MeasurementAbortedException">It is missing or could not be started.</exception>
    public SysctlGuard(WorkerCommand? command = null)
    {
        _command = command;
        _process = GuardProcess.Start(command);
    }

    /// <summary>The process that holds the settings now.</summary>
    public Pid Pid => _process.Pid;

    /// <summary>Reserves a setting for this guard, without changing it: its value, or what was answered instead.</summary>
    /// <remarks><c>EAGAIN</c> if another guard has reserved it; <c>EACCES</c> or <c>EROFS</c> if it may not be written.</remarks>
    /// <exception cref="MeasurementAbortedException">The guard is dead, or answered something else.</exception>
    public (long Value, Errno? Errno) Lock(string name)
    {
        var answer = _process.TryAsk($"lock {name}");
        return answer is ["locked", _, var value, var errno] ? (Number(value), ErrnoOf(errno)) : throw Strange($"lock {name}", answer);
    }

    /// <summary>Raises a reserved setting, if it is lower: what it is now, or what refused it.</summary>
    /// <exception cref="MeasurementAbortedException">The guard is dead, or answered something else; what it may have raised is put back.</exception>
    public (long Value, Errno? Errno) Raise(string name, long was, long value)
    {
        // Noted first: if the guard dies over it, its successor must know.
        _raised[name] = (was, value);
        var answer = _process.TryAsk($"raise {name} {value}");
        if (answer is not ["raised", _, var old, var now, var errno])
        {
            throw Strange($"raise {name} {value}", answer);
        }

        if (old == now)
        {
            _raised.Remove(name);
        }
        else
        {
            _raised[name] = (Number(old), Number(now));
        }

        return (Number(now), ErrnoOf(errno));
    }

    /// <summary>Has settings put back only when this process is gone, too.</summary>
    /// <exception cref="MeasurementAbortedException">The guard answered something else.</exception>
    public void RestoreAfter(Pid pid)
    {
        _after = pid;
        if (_process.TryAsk($"after {pid}") is not ["after", _, _] and { } answer)
        {
            throw Strange($"after {pid}", answer);
        }
    }

    /// <summary>Replaces the guard if it is dead.</summary>
    /// <exception cref="MeasurementAbortedException">No other one could be started.</exception>
    public void KeepAlive()
    {
        if (_process.HasExited && !_isDone)
        {
            Replace();
        }
    }

    /// <summary>Puts back what was raised and still holds the value it was raised to, and ends the guard.</summary>
    /// <exception cref="MeasurementAbortedException">One guard after the other was killed.</exception>
    public IReadOnlyList<SysctlOutcome> Restore()
    {
        for (var life = 0; life < MostLives; life++)
        {
            if (_process.TryAsk("restore") is ["restored", .. var words])
            {
                _isDone = true;
                return Parse(words);
            }

            Replace();
        }

        throw new MeasurementAbortedException("putting kernel settings back", $"{MostLives} guards were killed one after the other. {Missing()}");
    }

    /// <summary>Puts back what is still to be.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (!_isDone && _process.HasExited)
        {
            _ = Restore();
        }

        _isDone = true;
        _process.Dispose();
    }

    private void Replace()
    {
        _process.Dispose();
        _process = GuardProcess.Start(_command);
        foreach (var (name, (was, raised)) in _raised)
        {
            if (_process.TryAsk($"adopt {name} {was} {raised}") is not ["adopted", _, "0"] and var answer)
            {
                throw Strange($"adopt {name} {was} {raised}", answer);
            }
        }

        if (_after is { } pid)
        {
            RestoreAfter(pid);
        }
    }

    private static List<SysctlOutcome> Parse(ReadOnlySpan<string> words)
    {
        const int Each = 6;
        var outcomes = new List<SysctlOutcome>();
        for (var at = 1; at + Each <= words.Length; at += Each)
        {
            outcomes.Add(new SysctlOutcome(
                words[at], Number(words[at + 1]), Number(words[at + 2]), Number(words[at + 3]), Number(words[at + 4]), ErrnoOf(words[at + 5])));
        }

        return outcomes;
    }

    private MeasurementAbortedException Strange(string command, string[]? answer) => new(
        $"asking the guard of kernel settings to '{command}'",
        answer is null ? $"it is gone. {Missing()}" : $"it answered '{string.Join(' ', answer)}'.");

    private string Missing() => _raised.Count == 0
        ? ""
        : $"If nothing else puts them back: {string.Join(", ", _raised.Select(entry => $"'sysctl -w {entry.Key.Replace('/', '.')}={entry.Value.Was}'"))}.";

    private static long Number(string word) => long.Parse(word, CultureInfo.InvariantCulture);

    private static Errno? ErrnoOf(string word) => word == "0" ? null : new Errno((int)Number(word));
}
