using System.Text.Json.Nodes;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Gateway.Web.Streams;
using Orleans.Realtime.Grains.Interfaces;

namespace Orleans.Realtime.Gateway.Web.Tests.Streams;

/// <summary>A connection that keeps its frames, and can be slow.</summary>
internal sealed class FakeStreamTarget(string sessionId = "s1", string userId = "u1") : IStreamTarget
{
    private readonly Lock _gate = new();
    private readonly List<OutboundFrame> _frames = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    public string SessionId => sessionId;

    public string UserId => userId;

    /// <summary>Whether the client reads.</summary>
    public bool HasRoom { get; private set; } = true;

    public bool Closed { get; private set; }

    /// <summary>Whether what was queued reaches the network.</summary>
    public bool Writes { get; private set; } = true;

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>As they were queued: those that are shared are the same objects.</summary>
    public IReadOnlyList<OutboundFrame> Raw
    {
        get
        {
            lock (_gate)
            {
                return [.. _frames];
            }
        }
    }

    public IReadOnlyList<JsonObject> Frames => [.. Raw.Select(frame => JsonNode.Parse(frame.Payload.Span)!.AsObject())];

    /// <summary>The data of the entries so far.</summary>
    public IReadOnlyList<int> Entries => [.. Of("stream").Select(frame => frame["data"]!.GetValue<int>())];

    /// <summary>The data of the latest frame; 0 when it is no entry.</summary>
    public int Latest => Raw is [.., var latest] && JsonNode.Parse(latest.Payload.Span)!["data"] is { } data ? data.GetValue<int>() : 0;

    public IReadOnlyList<JsonObject> Of(string type) => [.. Frames.Where(frame => frame["type"]!.GetValue<string>() == type)];

    /// <summary>Makes it slow, quick again, or closed.</summary>
    public void Set(bool hasRoom = true, bool writes = true, bool closed = false)
    {
        (HasRoom, Writes, Closed) = (hasRoom, writes, closed);
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    public bool TryEnqueue(OutboundFrame frame)
    {
        lock (_gate)
        {
            if (!Closed)
            {
                _frames.Add(frame);
            }

            return !Closed;
        }
    }

    public void Flush()
    {
    }

    public ValueTask<bool> WaitForRoomAsync() => WaitAsync(() => HasRoom);

    public ValueTask<bool> WaitUntilWrittenAsync() => WaitAsync(() => Writes);

    public void BeginCall() => Interlocked.Increment(ref _calls);

    public void EndCall() => Interlocked.Decrement(ref _calls);

    public void Reply(ReadOnlySpan<byte> frame, bool more = false) => TryEnqueue(OutboundFrame.Text(frame));

    public void Refuse(string? id, RealtimeErrorCode code, string message) => TryEnqueue(OutboundFrame.Text(ServerFrames.Error(id, code, message)));

    public void Ended(string stream, string group, RealtimeErrorCode code, string message) => TryEnqueue(OutboundFrame.Text(StreamFrames.Ended(stream, group, code, message)));

    public void Fail(string? id, Exception fault) => Refuse(id, TransientFault.CodeOf(fault), TransientFault.MessageOf(fault));

    private async ValueTask<bool> WaitAsync(Func<bool> holds)
    {
        while (!Closed)
        {
            var changed = Volatile.Read(ref _changed).Task;
            if (holds())
            {
                return true;
            }

            await changed;
        }

        return false;
    }
}
