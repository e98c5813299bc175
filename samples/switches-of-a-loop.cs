#!/usr/bin/env dotnet
#:project ../src/LinuxThreads/LinuxThreads.csproj

// How often does this loop switch?
//
// Counts the context switches of one piece of code on the current thread, by the kernel's own counters: first a
// loop that only computes, then one that yields, then one that blocks. Then the same question for the whole process.

using LinuxThreads;
using LinuxThreads.Native;
using LinuxThreads.Switches;

const int Rounds = 1_000;

Count("compute", static () => { });
Count("yield", NativeThread.Yield);

var word = 0;
using var waker = NativeThread.Start(new NativeThreadOptions { Name = "waker" }, () =>
{
    for (var i = 1; i <= Rounds; i++)
    {
        // The word says how many answers were given; the loop below asks for one at a time.
        while (Volatile.Read(ref word) != (2 * i) - 1)
        {
            Futex.Wait(ref word, (2 * i) - 2);
        }

        Volatile.Write(ref word, 2 * i);
        Futex.Wake(ref word, 1);
    }
});
var asked = 0;
Count("futex", () =>
{
    asked++;
    Volatile.Write(ref word, (2 * asked) - 1);
    Futex.Wake(ref word, 1);
    while (Volatile.Read(ref word) != 2 * asked)
    {
        Futex.Wait(ref word, (2 * asked) - 1);
    }
});
waker.Join();

var process = SwitchSnapshot.Read(Pid.Current);
Console.WriteLine($"the whole process: {process.Totals.Counts} on {process.Totals.Threads} threads");

static void Count(string name, Action body)
{
    using var meter = ThreadMeter.Start();
    for (var i = 0; i < Rounds; i++)
    {
        body();
    }

    var usage = meter.Read();
    Console.WriteLine($"{Rounds} x {name}: {usage.Counts}");
}
