using Orleans.Lite.Wire;

namespace Orleans.Lite.Messaging;

/// <summary>The answer to a call that returns nothing.</summary>
internal class ResponseMessage(long id) : IMessage
{
    public long Id { get; } = id;

    /// <summary>The same answer, to another call.</summary>
    public virtual ResponseMessage WithId(long id) => new(id);

    public virtual void WriteValue(WireWriter writer)
    {
    }
}
