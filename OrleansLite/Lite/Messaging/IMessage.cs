using Orleans.Runtime;

namespace Orleans.Lite.Messaging;

/// <summary>What goes from node to node.</summary>
internal interface IMessage
{
    /// <summary>The call it belongs to, unique at the caller's node; 0 if nobody waits.</summary>
    long Id { get; }
}
