using System.Reflection;
using System.Runtime.InteropServices;

namespace LinuxThreads.Tests.Interop;

/// <summary>Where a struct's members really lie, found by writing ones to each: for inline arrays too, which <c>Marshal</c> does not lay out.</summary>
internal static class StructLayout
{
    /// <summary>The size of a struct, and each member's first byte and length.</summary>
    public static (int Size, IReadOnlyDictionary<string, (int Offset, int Length)> Members) Of(Type type) =>
        ((int, IReadOnlyDictionary<string, (int, int)>))Method(nameof(Measure), type).Invoke(null, null)!;

    private static (int Size, IReadOnlyDictionary<string, (int Offset, int Length)> Members) Measure<T>()
        where T : unmanaged
    {
        var members = new Dictionary<string, (int, int)>();
        foreach (var field in typeof(T).GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            object boxed = default(T);
            field.SetValue(boxed, Method(nameof(Ones), field.FieldType).Invoke(null, null));
            var bytes = MemoryMarshal.AsBytes<T>(new[] { (T)boxed });
            members.Add(field.Name, (bytes.IndexOf((byte)0xFF), bytes.Count((byte)0xFF)));
        }

        return (MemoryMarshal.AsBytes<T>(new T[1]).Length, members);
    }

    private static object Ones<T>()
        where T : unmanaged
    {
        var one = new T[1];
        MemoryMarshal.AsBytes(one.AsSpan()).Fill(0xFF);
        return one[0];
    }

    private static MethodInfo Method(string name, Type argument) =>
        typeof(StructLayout).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(argument);
}
