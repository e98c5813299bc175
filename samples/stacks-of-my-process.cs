#!/usr/bin/env dotnet
#:project ../src/LinuxThreads/LinuxThreads.csproj

// How much of my resident memory is stacks?
//
// Starts a few threads that use different amounts of their stacks, then asks the kernel what of each stack is in
// memory. The reserved size is what people fear; the resident size is what they pay.

using System.Runtime.CompilerServices;
using LinuxThreads;
using LinuxThreads.Native;
using LinuxThreads.Stacks;

int[] pages = [0, 4, 64, 256];
using var parked = new CountdownEvent(pages.Length);
using var over = new ManualResetEventSlim();
var threads = pages
    .Select(count => NativeThread.Start(
        new NativeThreadOptions { Name = $"uses {count} pages", StackSize = ByteSize.FromKibibytes(8192) },
        () =>
        {
            Touch(count);
            parked.Signal();
            over.Wait();
        }))
    .ToList();
parked.Wait();

var snapshot = StackSnapshot.Read(Pid.Current);
Console.WriteLine($"{"tid",8}  {"name",-16} {"reserved",12} {"resident",12} {"depth",12}");
foreach (var stack in snapshot.Threads)
{
    Console.WriteLine($"{stack.Tid,8}  {stack.Comm,-16} {stack.Reserved?.Bytes,12:#,0} {stack.Rss?.Bytes,12:#,0} {stack.TouchedDepth?.Bytes,12:#,0}");
}

Console.WriteLine($"{snapshot.Totals.Located} stacks reserve {snapshot.Totals.Reserved.Bytes:#,0} bytes and hold {snapshot.Totals.Rss.Bytes:#,0} in memory");

over.Set();
foreach (var thread in threads)
{
    thread.Join();
    thread.Dispose();
}

// Writes one byte to each of so many pages of the stack below this frame.
[MethodImpl(MethodImplOptions.NoInlining)]
static void Touch(int count)
{
    Span<byte> below = stackalloc byte[(count * 4096) + 1];
    for (var i = 0; i < below.Length; i += 4096)
    {
        below[^(i + 1)] = 1;
    }
}
