namespace Orleans.Serialization;

/// <summary>A value of a type that cannot be passed.</summary>
[GenerateSerializer]
public class CodecNotFoundException : Exception
{
    /// <summary>With a message.</summary>
    public CodecNotFoundException(string message)
        : base(message)
    {
    }
}
