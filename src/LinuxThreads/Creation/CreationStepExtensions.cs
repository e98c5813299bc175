using System.ComponentModel;

namespace LinuxThreads.Creation;

/// <summary>How a <see cref="CreationStep"/> is spelled.</summary>
public static class CreationStepExtensions
{
    /// <summary>The name in JSON and in tables.</summary>
    public static string JsonName(this CreationStep step) => step switch
    {
        CreationStep.Map => "map",
        CreationStep.Guard => "guard",
        CreationStep.Touch => "touch",
        CreationStep.Clone => "clone",
        CreationStep.FirstInstruction => "first-instruction",
        CreationStep.Join => "join",
        CreationStep.Unmap => "unmap",
        _ => throw new InvalidEnumArgumentException(nameof(step), (int)step, typeof(CreationStep)),
    };
}
