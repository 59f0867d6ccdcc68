namespace Orleans.Realtime.Grains.Interfaces.Messaging;

/// <summary>Which of the sender's connections do not get the message back.</summary>
public enum EchoPolicy
{
    /// <summary>Everybody gets it, the sender included.</summary>
    Everyone = 0,

    /// <summary>All but the connection that sent it; the sender's other connections get it.</summary>
    ExceptOrigin = 1,

    /// <summary>None of the sender's connections gets it.</summary>
    ExceptSender = 2,
}
