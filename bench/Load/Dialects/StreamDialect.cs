using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Load.Dialects;

/// <summary>A protocol whose records do not begin and end with WebSocket frames: several share one, and one may go on in the next.</summary>
internal abstract class StreamDialect : Dialect
{
    public sealed override void Read(Connection connection, in FrameHeader header, ReadOnlySpan<byte> payload, IReceiver receiver)
    {
        if (connection.Carry.Length > 0)
        {
            payload = (byte[])[.. connection.Carry, .. payload];
        }

        for (int length; payload.Length > 0 && (length = RecordLength(payload)) > 0 && length <= payload.Length; payload = payload[length..])
        {
            OnRecord(connection, payload[..length], receiver);
        }

        connection.Carry = payload.Length == 0 ? [] : payload.ToArray();
    }

    /// <summary>How long the first record is, its end included; 0 while that cannot be told.</summary>
    protected abstract int RecordLength(ReadOnlySpan<byte> bytes);

    /// <summary>Takes one whole record.</summary>
    protected abstract void OnRecord(Connection connection, ReadOnlySpan<byte> record, IReceiver receiver);
}
