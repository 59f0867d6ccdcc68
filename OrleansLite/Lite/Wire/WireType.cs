namespace Orleans.Lite.Wire;

/// <summary>How a field is written, so that a reader who does not know it can skip it. Three bits of the field's header.</summary>
internal enum WireType : uint
{
    /// <summary>Ends an object, or (delta 1) the members of one class of its hierarchy.</summary>
    End = 0,

    /// <summary>Seven bits a byte, low ones first.</summary>
    VarInt = 1,

    /// <summary>A length and as many bytes.</summary>
    Bytes = 2,

    /// <summary>Fields up to an <see cref="End"/>.</summary>
    Object = 3,

    /// <summary>The name of a type, then a field of that type.</summary>
    Typed = 4,

    /// <summary>Nothing.</summary>
    Null = 5,
}
