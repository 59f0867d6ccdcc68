namespace Orleans.Realtime.Grains.Interfaces;

/// <summary>Why a request was refused. The gateway turns it into the error code of the wire protocol.</summary>
public enum RealtimeErrorCode
{
    /// <summary>The request was accepted.</summary>
    None = 0,

    /// <summary>The request is malformed: a missing field, a wrong type, an id that is too long.</summary>
    BadRequest = 1,

    /// <summary>The caller may not do this.</summary>
    Forbidden = 2,

    /// <summary>What the request names does not exist.</summary>
    NotFound = 3,

    /// <summary>The caller is not a member of the group.</summary>
    NotMember = 4,

    /// <summary>The message is larger than the limit.</summary>
    TooLarge = 5,

    /// <summary>The caller sends faster than its limit; try again later.</summary>
    RateLimited = 6,

    /// <summary>The log's storage is out of reach; nothing was stored. Try again with the same id.</summary>
    Unavailable = 7,

    /// <summary>No answer in time; whether it was stored is unknown. Try again with the same id.</summary>
    Timeout = 8,

    /// <summary>The request contradicts the present state.</summary>
    Conflict = 9,

    /// <summary>A fault of the service itself.</summary>
    Internal = 10,
}
