namespace Orleans.Lite.Messaging;

/// <summary>The call threw.</summary>
internal sealed class ErrorMessage(long id, Exception error) : ResponseMessage(id)
{
    public Exception Error { get; } = error;
}
