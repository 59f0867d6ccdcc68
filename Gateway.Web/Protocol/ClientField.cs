namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>The keys of client frames that this gateway reads. Every other key is ignored.</summary>
internal enum ClientField
{
    None = 0,
    Type,
    Id,
    RoomId,
    Data,
    TargetIds,
    SinceSeq,
    Epoch,
    Seq,
    BeforeSeq,
    AfterSeq,
    Limit,
    Token,
    Inbox,
    Rooms,
    Groups,
    Privates,
    GroupId,
    ToUserId,
    PeerUserId,
    MessageId,
    Content,
    Mentions,
    Priority,
    Trace,
}
