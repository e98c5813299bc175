using System.Diagnostics.CodeAnalysis;
using LinuxThreads.Interop;

namespace LinuxThreads.Native;

/// <summary>The threads of this process that are known by all their names: kernel id, managed id, name, stack; look-ups take constant time.</summary>
/// <remarks>
/// Threads of <see cref="NativeThread"/> are entered by themselves; any other .NET thread enters itself with
/// <see cref="RegisterCurrent"/>. An entry is answered only while its thread lives, so a kernel id or managed id that is used
/// again never brings up its former owner; its memory goes when the thread ends (a .NET thread's with the next collection).
/// Thread-safe.
/// </remarks>
/// <example><code>
/// ThreadRegister.RegisterCurrent();
/// if (ThreadRegister.TryFindByTid(tid, out var thread))
/// {
///     Console.WriteLine(thread.ManagedThreadId);
/// }
/// </code></example>
public static class ThreadRegister
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, Entry> ByTid = [];
    private static readonly Dictionary<int, Entry> ByManagedId = [];
    private static readonly Dictionary<string, HashSet<Entry>> ByName = new(StringComparer.Ordinal);

    [ThreadStatic]
    private static Registration? t_current;

    /// <summary>The registered threads that live, in no order.</summary>
    public static IReadOnlyList<RegisteredThread> Registered
    {
        get
        {
            lock (Gate)
            {
                return [.. ByTid.Values.Where(static entry => entry.IsAlive()).Select(static entry => entry.Thread)];
            }
        }
    }

    /// <summary>Enters the calling thread, or refreshes its name if it is entered already.</summary>
    /// <remarks>The first call on a thread costs some microseconds, most of them for the stack's bounds.</remarks>
    /// <exception cref="SyscallException">The C library could not tell the stack's bounds.</exception>
    public static RegisteredThread RegisterCurrent()
    {
        var name = TaskCalls.ReadCurrentName();
        var present = t_current?.Entry.Thread;
        if (present is not null && present.Name == name)
        {
            return present;
        }

        RemoveCurrent();

        var current = Thread.CurrentThread;
        var thread = new RegisteredThread(
            TaskCalls.CurrentTid, current.ManagedThreadId, name, present?.StackBounds ?? NativeThread.ReadStack(Pthread.Self()));
        // The Thread object is this thread's alone, unlike its ids, and is no longer alive before the kernel frees the id.
        var entry = new Entry(thread, () => current.IsAlive);
        Add(entry);
        t_current = new Registration(entry);
        return thread;
    }

    /// <summary>Finds a living registered thread by the kernel's id.</summary>
    public static bool TryFindByTid(Tid tid, [NotNullWhen(true)] out RegisteredThread? thread) => TryFind(ByTid, tid.Value, out thread);

    /// <summary>Finds a living registered thread by <see cref="Environment.CurrentManagedThreadId"/>.</summary>
    public static bool TryFindByManagedId(int managedThreadId, [NotNullWhen(true)] out RegisteredThread? thread) =>
        TryFind(ByManagedId, managedThreadId, out thread);

    /// <summary>The living registered threads that had a name when they were registered; names are not unique.</summary>
    public static IReadOnlyList<RegisteredThread> FindByName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        lock (Gate)
        {
            return ByName.TryGetValue(name, out var entries)
                ? [.. entries.Where(static entry => entry.IsAlive()).Select(static entry => entry.Thread)]
                : [];
        }
    }

    /// <summary>The number of entries held in memory, those of ended threads that were not collected yet included.</summary>
    internal static int EntriesHeld
    {
        get
        {
            lock (Gate)
            {
                return ByName.Values.Sum(static entries => entries.Count);
            }
        }
    }

    /// <summary>Drops the calling thread's entry, as its last act.</summary>
    internal static void RemoveCurrent()
    {
        if (t_current is { } registration)
        {
            registration.Dispose();
            t_current = null;
        }
    }

    /// <summary>Enters a thread that runs C only; the caller removes it.</summary>
    internal static Entry Add(RegisteredThread thread, Func<bool> isAlive)
    {
        var entry = new Entry(thread, isAlive);
        Add(entry);
        return entry;
    }

    internal static void Remove(Entry entry)
    {
        lock (Gate)
        {
            // A later thread may have taken over the ids; its entry stays.
            RemoveIfSame(ByTid, entry.Thread.Tid.Value, entry);
            if (entry.Thread.ManagedThreadId is { } managedId)
            {
                RemoveIfSame(ByManagedId, managedId, entry);
            }

            if (ByName.TryGetValue(entry.Thread.Name, out var sameName) && sameName.Remove(entry) && sameName.Count == 0)
            {
                ByName.Remove(entry.Thread.Name);
            }
        }
    }

    private static void Add(Entry entry)
    {
        lock (Gate)
        {
            ByTid[entry.Thread.Tid.Value] = entry;
            if (entry.Thread.ManagedThreadId is { } managedId)
            {
                ByManagedId[managedId] = entry;
            }

            if (!ByName.TryGetValue(entry.Thread.Name, out var sameName))
            {
                ByName.Add(entry.Thread.Name, sameName = []);
            }

            sameName.Add(entry);
        }
    }

    private static bool TryFind(Dictionary<int, Entry> index, int id, [NotNullWhen(true)] out RegisteredThread? thread)
    {
        lock (Gate)
        {
            thread = index.TryGetValue(id, out var entry) && entry.IsAlive() ? entry.Thread : null;
            return thread is not null;
        }
    }

    private static void RemoveIfSame(Dictionary<int, Entry> index, int id, Entry entry)
    {
        if (index.TryGetValue(id, out var present) && ReferenceEquals(present, entry))
        {
            index.Remove(id);
        }
    }

    /// <summary>One thread and the question whether it still lives.</summary>
    internal sealed class Entry(RegisteredThread thread, Func<bool> isAlive)
    {
        public RegisteredThread Thread { get; } = thread;

        public Func<bool> IsAlive { get; } = isAlive;
    }

    /// <summary>Held by the thread's own static storage alone: when the thread ends, its finalizer removes the entry.</summary>
    private sealed class Registration(Entry entry) : IDisposable
    {
        ~Registration() => ThreadRegister.Remove(Entry);

        public Entry Entry { get; } = entry;

        public void Dispose()
        {
            GC.SuppressFinalize(this);
            ThreadRegister.Remove(Entry);
        }
    }
}
