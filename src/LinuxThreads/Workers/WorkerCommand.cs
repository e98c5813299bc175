namespace LinuxThreads.Workers;

/// <summary>The program that is started as a child to measure in its own process, or to run into limits in the caller's stead.</summary>
/// <remarks>
/// The program for native threads, <c>linuxthreads-worker</c>, comes with the library. What runs managed code needs a .NET program: one
/// that calls <see cref="LinuxThreads.Hosting.WorkerHost.Run"/>, for instance the caller's own executable, told so by an argument.
/// </remarks>
/// <param name="FileName">The program to start.</param>
/// <param name="Arguments">Its arguments; what the child is to be is added after them.</param>
public sealed record WorkerCommand(string FileName, IReadOnlyList<string> Arguments);
