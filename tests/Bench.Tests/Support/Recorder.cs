using System.Text;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Bench.Tests.Support;

/// <summary>Writes down what a dialect finds.</summary>
internal sealed class Recorder : IReceiver
{
    public List<string> Seen { get; } = [];

    public void OnReady(Connection connection) => Seen.Add("ready");

    public void OnMessage(Connection connection, in Stamp stamp, long seq) => Seen.Add($"message {stamp.Publisher}/{stamp.Number} at {stamp.Time} seq {seq}");

    public void OnReply(Connection connection, long id, long seq) => Seen.Add($"reply {id} seq {seq}");

    public void OnFault(Connection connection, long id, ReadOnlySpan<byte> frame) => Seen.Add($"fault {id}: {Encoding.UTF8.GetString(frame)}");
}
