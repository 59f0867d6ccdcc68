namespace Orleans.Serialization;

/// <summary>A value could not be written, or bytes could not be read.</summary>
[GenerateSerializer]
public class SerializerException : Exception
{
    /// <summary>Without a message of its own.</summary>
    public SerializerException()
    {
    }

    /// <summary>With a message.</summary>
    public SerializerException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public SerializerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
