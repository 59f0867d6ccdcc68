namespace Orleans.Realtime.Grains.Interfaces.Conversations;

/// <summary>How far a member has read.</summary>
/// <param name="Seq">Read up to and including here.</param>
/// <param name="Unread">Messages of others behind it.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.read-state")]
public readonly record struct ReadState([property: Id(0)] long Seq, [property: Id(1)] int Unread);
