using System.Text;
using LinuxThreads.Interop;

namespace LinuxThreads.Native;

/// <summary>The rules for a thread's name: what the kernel's 16 bytes hold.</summary>
internal static class ThreadName
{
    public const int LongestBytes = LinuxConstants.TaskCommLength - 1;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The name's bytes.</summary>
    /// <exception cref="ArgumentException">The kernel could not hold the name as it is.</exception>
    public static byte[] Encode(string name, string parameter)
    {
        byte[] bytes;
        try
        {
            bytes = Strict.GetBytes(name);
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException("The thread's name holds half of a surrogate pair, which has no UTF-8 form.", parameter, exception);
        }

        if (bytes.Length == 0 || bytes.Contains((byte)0))
        {
            throw new ArgumentException("The thread's name is empty or holds a zero character; the kernel ends a name at its first zero.", parameter);
        }

        return bytes.Length <= LongestBytes
            ? bytes
            : throw new ArgumentException(
                $"The thread's name '{name}' takes {bytes.Length} bytes in UTF-8; the kernel keeps {LongestBytes} and would cut the rest.", parameter);
    }
}
