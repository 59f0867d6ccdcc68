namespace Orleans.Serialization;

/// <summary>Stands for an exception whose type is not known here or cannot be made.</summary>
[GenerateSerializer]
public sealed class UnavailableExceptionFallbackException : Exception
{
    /// <summary>Without a message of its own.</summary>
    public UnavailableExceptionFallbackException()
    {
    }

    /// <summary>With a message and a cause.</summary>
    public UnavailableExceptionFallbackException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The type that was thrown.</summary>
    [Id(0)]
    public string? ExceptionType { get; internal set; }

    /// <inheritdoc/>
    public override string ToString() => string.IsNullOrWhiteSpace(ExceptionType) ? $"Unknown exception: {base.ToString()}" : $"Unknown exception of type {ExceptionType}: {base.ToString()}";
}
