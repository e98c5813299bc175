namespace LinuxThreads.Creation;

/// <summary>What one step took.</summary>
/// <param name="Step">The step.</param>
/// <param name="Time">Its time, from the end of the step before it unless the step says otherwise.</param>
public sealed record CreationStepTime(CreationStep Step, CreationTime Time);
