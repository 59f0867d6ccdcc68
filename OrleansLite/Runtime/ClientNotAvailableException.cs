namespace Orleans.Runtime;

/// <summary>The observer, or the client it lives on, is gone.</summary>
[GenerateSerializer]
public sealed class ClientNotAvailableException : OrleansException
{
    internal ClientNotAvailableException(GrainId clientId)
        : base($"No activation for client {clientId}")
    {
    }

    internal ClientNotAvailableException(string message)
        : base(message)
    {
    }
}
