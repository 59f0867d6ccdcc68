using Orleans.Lite.Wire;

namespace Orleans.Lite.Messaging;

/// <summary>An answer as the bytes in which it came, for somebody else to read.</summary>
internal sealed class RelayedResponse(long id, byte[] value) : ResponseMessage(id)
{
    public override ResponseMessage WithId(long id) => new RelayedResponse(id, value);

    public override void WriteValue(WireWriter writer) => writer.Raw(value);
}
