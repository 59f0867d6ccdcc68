namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Which fields a publishing endpoint knows; others are passed over, whatever they hold.</summary>
[Flags]
internal enum PublishFields
{
    /// <summary><c>data</c> and <c>id</c>.</summary>
    Common = 0,

    /// <summary><c>type</c>.</summary>
    Type = 1,

    /// <summary><c>user_id</c>.</summary>
    UserId = 2,

    /// <summary><c>user_ids</c>.</summary>
    UserIds = 4,

    /// <summary><c>from_user_id</c> and <c>echo</c>.</summary>
    Sender = 8,

    /// <summary><c>group_id</c> and <c>mentions</c>.</summary>
    Group = 16,

    /// <summary><c>to_user_id</c>.</summary>
    Peer = 32,

    /// <summary>The payload is <c>content</c> instead of <c>data</c>.</summary>
    Content = 64,

    /// <summary><c>priority</c>.</summary>
    Priority = 128,
}
