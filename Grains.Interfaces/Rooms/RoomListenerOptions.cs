using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Interfaces.Rooms;

/// <summary>How a <see cref="RoomListener"/> listens. Checked when it starts.</summary>
public sealed class RoomListenerOptions
{
    /// <summary>Largest <see cref="Capacity"/>.</summary>
    public const int MaxCapacity = 65_536;

    /// <summary>Longest <see cref="Name"/>, in characters.</summary>
    public const int MaxNameLength = 64;

    /// <summary>What the room calls the listener in its status, for the eyes of operators. Text; default <c>listener</c>; 1 to 64 characters.</summary>
    public string Name { get; init; } = "listener";

    /// <summary>
    /// The position behind which to begin: that of the last <see cref="RoomEvent"/> that was handled. Default <see langword="null"/>: from
    /// the moment the room knows of the listener. Seq 0 without epoch: with the oldest message the room keeps.
    /// </summary>
    public LogPosition? From { get; init; }

    /// <summary>
    /// Events that wait for their reader. When there are as many, the room waits with further ones and delivers them later from its log.
    /// Events; default 256; range 1 to <see cref="MaxCapacity"/>.
    /// </summary>
    public int Capacity { get; init; } = 256;

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Refuses what is out of range.</summary>
    /// <exception cref="ArgumentException">A value is.</exception>
    internal void Validate(string parameter)
    {
        if (Name is not { Length: > 0 and <= MaxNameLength } || Capacity is < 1 or > MaxCapacity || From is { Seq: < 0 } || Time is null)
        {
            throw new ArgumentException(
                $"A listener needs a {nameof(Name)} of 1 to {MaxNameLength} characters, a {nameof(Capacity)} of 1 to {MaxCapacity}, a {nameof(Time)}, and a {nameof(From)} that is not negative.",
                parameter);
        }
    }
}
