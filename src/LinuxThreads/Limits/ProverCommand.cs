namespace LinuxThreads.Limits;

/// <summary>The program whose threads run into the limits in the caller's stead.</summary>
/// <remarks>
/// The program for pthreads, <c>linuxthreads-prove</c>, comes with the library. .NET threads need a .NET program: one that calls
/// <see cref="ProverHost.Run"/>, for instance the caller's own executable, told so by an argument.
/// </remarks>
/// <param name="FileName">The program to start.</param>
/// <param name="Arguments">Its arguments; the stack's size in bytes and the seconds it may live are added after them.</param>
public sealed record ProverCommand(string FileName, IReadOnlyList<string> Arguments);
