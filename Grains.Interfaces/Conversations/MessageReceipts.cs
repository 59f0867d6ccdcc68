namespace Orleans.Realtime.Grains.Interfaces.Conversations;

/// <summary>Who has read one message.</summary>
/// <param name="ReadCount">Members other than its sender who have read it.</param>
/// <param name="MemberCount">All members of the group, the sender among them.</param>
/// <param name="Readers">Those who have read it, in the order of their ids, at most <see cref="MaxReaders"/>.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.message-receipts")]
public sealed record MessageReceipts(
    [property: Id(0)] int ReadCount,
    [property: Id(1)] int MemberCount,
    [property: Id(2)] IReadOnlyList<string> Readers)
{
    /// <summary>Most readers that are named.</summary>
    public const int MaxReaders = 1_000;
}
