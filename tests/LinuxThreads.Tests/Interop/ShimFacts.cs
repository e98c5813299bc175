using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LinuxThreads.Interop;

namespace LinuxThreads.Tests.Interop;

/// <summary>What the loaded shim says of its own layout, by the names of C.</summary>
internal static class ShimFacts
{
    /// <summary>Every fact, in the shim's order; ignores the test where there is no shim.</summary>
    public static unsafe Dictionary<string, long> Read()
    {
        RequireShim();
        var facts = new Dictionary<string, long>();
        for (uint index = 0; ; index++)
        {
            var fact = ShimAbiFact.New();
            var result = Shim.AbiFact(index, &fact);
            if (result == -Errno.ENOENT.Number)
            {
                return facts;
            }

            Shim.ThrowIfFailed(result, "lt_abi_fact", $"fact {index}");
            facts.Add(Marshal.PtrToStringUTF8((nint)Unsafe.AsPointer(ref fact.Name))!, unchecked((long)fact.Value));
        }
    }

    public static void RequireShim()
    {
        if (Shim.WhyUnavailable is { } reason)
        {
            Assert.Ignore(reason);
        }
    }
}
