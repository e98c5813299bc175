namespace LinuxThreads.Creation;

/// <summary>A step of creating a native thread on a new stack, in the order of <c>native/lt.h</c>.</summary>
public enum CreationStep
{
    /// <summary><c>mmap</c> of stack and guard, without access.</summary>
    Map,

    /// <summary><c>mprotect</c> of all but the guard.</summary>
    Guard,

    /// <summary>The creator's first write to the stack, where the thread's descriptor is: a page fault.</summary>
    Touch,

    /// <summary><c>clone</c>, until it returns to the creator.</summary>
    Clone,

    /// <summary>From before <c>clone</c> to the child's first instruction.</summary>
    FirstInstruction,

    /// <summary>From before <c>clone</c> until the creator has seen that the child is gone.</summary>
    Join,

    /// <summary><c>munmap</c>.</summary>
    Unmap,
}
