using Orleans.Lite.Wire;

namespace Orleans.Lite.Messaging;

/// <summary>The answer to a call that returns a <typeparamref name="T"/>.</summary>
internal sealed class ResponseMessage<T>(long id, T value) : ResponseMessage(id)
{
    public T Value { get; } = value;

    public override ResponseMessage WithId(long id) => new ResponseMessage<T>(id, Value);

    public override void WriteValue(WireWriter writer) => Codec<T>.Instance.Write(writer, 0, Value);
}
