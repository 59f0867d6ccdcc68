using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces;

namespace Orleans.Realtime.Gateway.Web.Streams;

/// <summary>One connection as streams see it. Nothing here blocks or throws.</summary>
internal interface IStreamTarget
{
    /// <summary>The session: a consumer's name where the client gives none.</summary>
    string SessionId { get; }

    /// <summary>Whose.</summary>
    string UserId { get; }

    /// <summary>Whether at most half of the outbound queue is taken: more is pushed only then.</summary>
    bool HasRoom { get; }

    /// <summary>Queues a frame without waking the sender. False: the connection is closed, or closes now.</summary>
    bool TryEnqueue(OutboundFrame frame);

    /// <summary>Wakes the sender.</summary>
    void Flush();

    /// <summary>Waits until <see cref="HasRoom"/>. False when the connection is closed.</summary>
    ValueTask<bool> WaitForRoomAsync();

    /// <summary>Waits until everything that was queued was written. False when the connection is closed.</summary>
    ValueTask<bool> WaitUntilWrittenAsync();

    /// <summary>Counts a call that a frame set off: too many, and no more frames are read.</summary>
    void BeginCall();

    /// <summary>The call has ended.</summary>
    void EndCall();

    /// <summary>Answers a frame.</summary>
    /// <param name="frame">The reply.</param>
    /// <param name="more">Whether more answers follow at once: they go out together.</param>
    void Reply(ReadOnlySpan<byte> frame, bool more = false);

    /// <summary>Refuses a frame.</summary>
    void Refuse(string? id, RealtimeErrorCode code, string message);

    /// <summary>Tells that a group is consumed no more, although nobody asked for the end.</summary>
    void Ended(string stream, string group, RealtimeErrorCode code, string message);

    /// <summary>Answers a frame whose call failed.</summary>
    void Fail(string? id, Exception fault);
}
