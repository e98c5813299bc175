namespace LinuxThreads;

/// <summary>One resource limit: a number, or no limit at all.</summary>
/// <remarks>The kernel keeps these as unsigned 64-bit numbers; "unlimited" is a case of its own here, not a large number.</remarks>
public readonly record struct RlimitValue
{
    private readonly bool _limited;
    private readonly ulong _value;

    private RlimitValue(ulong value)
    {
        _limited = true;
        _value = value;
    }

    /// <summary>No limit: what the kernel prints as <c>unlimited</c>.</summary>
    public static RlimitValue Unlimited => default;

    /// <summary>True if there is no limit.</summary>
    public bool IsUnlimited => !_limited;

    /// <summary>The limit in the resource's own unit.</summary>
    /// <exception cref="InvalidOperationException">There is no limit.</exception>
    public ulong Value => _limited
        ? _value
        : throw new InvalidOperationException("This resource is unlimited: ask IsUnlimited before Value.");

    /// <summary>A limit of <paramref name="value"/> in the resource's own unit.</summary>
    public static RlimitValue Limited(ulong value) => new(value);

    /// <summary>The number, or <c>unlimited</c>.</summary>
    public override string ToString() => _limited ? _value.ToString() : "unlimited";
}
