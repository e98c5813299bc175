namespace LinuxThreads.Loops;

/// <summary>What a measured thread does between two hand-overs or calls.</summary>
public enum WorkKind
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Dependent integer arithmetic in registers: time without a working set.</summary>
    Compute = 1,

    /// <summary>Reads and writes one word in each 64 bytes of a buffer of its own, from its beginning to its end.</summary>
    Memory = 2,

    /// <summary>Leaves the vector registers in their initial state, so that a switch has none to save.</summary>
    CleanVectors = 3,

    /// <summary>Writes every vector register that the processor has, so that a switch has all of them to save.</summary>
    DirtyVectors = 4,
}
