namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>Something that a <see cref="ConnectionWheel"/> calls when its time has come. The links are the wheel's: an entry costs no allocation.</summary>
internal abstract class WheelEntry
{
    /// <summary>The wheel's time of the next call; moved by the wheel alone, read by anyone.</summary>
    internal long Due;

    internal WheelEntry? Next;
    internal WheelEntry? Previous;
    internal WheelState State;

    /// <summary>
    /// Called at or a little after the due time, on the timer's thread, never twice at a time. Short, and without blocking.
    /// Answers the wheel's time of the next call.
    /// </summary>
    /// <param name="now">The wheel's time, in milliseconds.</param>
    internal abstract long OnDue(long now);
}
