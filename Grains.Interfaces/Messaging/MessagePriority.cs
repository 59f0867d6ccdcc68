namespace Orleans.Realtime.Grains.Interfaces.Messaging;

/// <summary>How soon a message leaves a connection's outbound queue.</summary>
public enum MessagePriority
{
    /// <summary>In turn.</summary>
    Normal = 0,

    /// <summary>Before normal ones of other logs.</summary>
    High = 1,
}
