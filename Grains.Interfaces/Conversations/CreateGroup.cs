namespace Orleans.Realtime.Grains.Interfaces.Conversations;

/// <summary>Makes a group.</summary>
/// <param name="By">Who makes it: its owner, and a member whether listed or not. A service that makes one for a user names that user.</param>
/// <param name="Name">For people; at most 256 characters; may be none.</param>
/// <param name="Members">Its first members. Their membership begins before the first message and is no entry of the log.</param>
/// <param name="RequestId">The caller's own id of the request: repeated with it, the call answers what the first one did.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.create-group")]
public sealed record CreateGroup(
    [property: Id(0)] Actor By,
    [property: Id(1)] string? Name,
    [property: Id(2)] IReadOnlyList<string> Members,
    [property: Id(3)] string? RequestId);
