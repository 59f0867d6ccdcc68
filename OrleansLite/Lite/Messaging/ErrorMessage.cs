namespace Orleans.Lite.Messaging;

/// <summary>The call threw.</summary>
internal sealed class ErrorMessage(long id, Exception error) : ResponseMessage(id)
{
    public Exception Error { get; } = error;

    public override ResponseMessage WithId(long id) => new ErrorMessage(id, Error);
}
