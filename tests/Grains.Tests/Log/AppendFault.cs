namespace Orleans.Realtime.Grains.Tests.Log;

/// <summary>What becomes of an append.</summary>
internal enum AppendFault
{
    None,

    /// <summary>The store says that it stored nothing.</summary>
    Unavailable,

    /// <summary>Time-out; it was not stored.</summary>
    LostRequest,

    /// <summary>Time-out; it was stored.</summary>
    LostAnswer,

    /// <summary>Time-out; it was stored, and the store cannot be asked.</summary>
    LostAnswerThenDown,

    /// <summary>Cancelled; it was not stored, and the store cannot be asked.</summary>
    LostRequestThenDown,
}
