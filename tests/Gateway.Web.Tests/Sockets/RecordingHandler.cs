using System.Text;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

/// <summary>Notes what a socket tells its session.</summary>
internal sealed class RecordingHandler : ISocketHandler
{
    public List<byte[]> Messages { get; } = [];

    public List<string> Texts => Messages.ConvertAll(Encoding.UTF8.GetString);

    public List<uint> Pings { get; } = [];

    public List<uint> Pongs { get; } = [];

    public List<SocketClosure> Closures { get; } = [];

    public Func<ReadOnlyMemory<byte>, ValueTask>? OnMessage { get; set; }

    public ValueTask OnMessageAsync(ReadOnlyMemory<byte> utf8Json)
    {
        Messages.Add(utf8Json.ToArray());
        return OnMessage?.Invoke(utf8Json) ?? ValueTask.CompletedTask;
    }

    public int ReadEnds { get; private set; }

    public void OnReadEnd() => ReadEnds++;

    /// <summary>Whether pings are answered.</summary>
    public bool TakesPings { get; set; } = true;

    public bool OnClientPing() => TakesPings;

    public void OnPing(uint number) => Pings.Add(number);

    public void OnPong(uint number) => Pongs.Add(number);

    public void OnClosed(SocketClosure closure) => Closures.Add(closure);
}
