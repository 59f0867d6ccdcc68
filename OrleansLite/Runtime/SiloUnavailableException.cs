namespace Orleans.Runtime;

/// <summary>The silo that should answer is gone.</summary>
[GenerateSerializer]
public sealed class SiloUnavailableException : OrleansMessageRejectionException
{
    /// <summary>Without a message of its own.</summary>
    public SiloUnavailableException()
        : base("Silo unavailable")
    {
    }

    /// <summary>With a message.</summary>
    public SiloUnavailableException(string msg)
        : base(msg)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public SiloUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
