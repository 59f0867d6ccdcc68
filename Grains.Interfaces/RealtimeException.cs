namespace Orleans.Realtime.Grains.Interfaces;

/// <summary>A refusal by a grain which its caller can act upon: <see cref="Code"/> says how.</summary>
[GenerateSerializer]
[Alias("realtime.exception")]
public sealed class RealtimeException : Exception
{
    /// <summary>Creates a refusal with <see cref="RealtimeErrorCode.Internal"/>.</summary>
    public RealtimeException()
        : this(RealtimeErrorCode.Internal, "Internal error.")
    {
    }

    /// <summary>Creates a refusal with <see cref="RealtimeErrorCode.Internal"/>.</summary>
    public RealtimeException(string message)
        : this(RealtimeErrorCode.Internal, message)
    {
    }

    /// <summary>Creates a refusal with <see cref="RealtimeErrorCode.Internal"/> and its cause.</summary>
    public RealtimeException(string message, Exception innerException)
        : base(message, innerException) => Code = RealtimeErrorCode.Internal;

    /// <summary>Creates a refusal.</summary>
    public RealtimeException(RealtimeErrorCode code, string message)
        : base(message) => Code = code;

    /// <summary>Why the request was refused.</summary>
    [Id(0)]
    public RealtimeErrorCode Code { get; private set; }
}
