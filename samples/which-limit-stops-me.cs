#!/usr/bin/env dotnet
#:project ../src/LinuxThreads/LinuxThreads.csproj

// Which limit stops me from starting threads, and how far away is it?
//
// .NET turns every refusal of Thread.Start into an OutOfMemoryException, whether memory, a user's limit, a cgroup's
// or the kernel's is behind it. Here a service turns that exception into a sentence that names the limit.

using LinuxThreads.Headroom;
using LinuxThreads.Limits;

var inspection = ThreadLimits.Inspect();
Console.WriteLine($"this process can start {inspection.Binding?.ThreadsUntilHit:#,0} more threads; then {inspection.Binding} stops it");

Start(new Thread(static () => { }));

static void Start(Thread thread)
{
    try
    {
        thread.Start();
        thread.Join();
        Console.WriteLine("a thread started");
    }
    catch (OutOfMemoryException)
    {
        // Asked at once, while whatever refused the thread still does; starts no thread itself.
        Console.Error.WriteLine($"no thread: {ThreadLimits.ExplainRefusal(ThreadKind.DotnetThread).Sentence}");
        throw;
    }
}
