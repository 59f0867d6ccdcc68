using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>What the endpoints of groups and private conversations share.</summary>
internal static class ConversationCalls
{
    /// <summary>The grain of a conversation.</summary>
    public static IConversationGrain Conversation(this IGrainFactory grains, LogId log) => grains.GetGrain<IConversationGrain>(log.ToString());

    /// <summary>Refuses an id that names no group.</summary>
    public static ProblemResult? CheckGroup(string? groupId) => Identifiers.IsRoomId(groupId)
        ? null
        : ProblemResult.BadRequest($"A group's id must have 1 to {Identifiers.MaxRoomIdLength} characters, none of them a control character.");

    /// <summary>Refuses an id that names no user.</summary>
    public static ProblemResult? CheckUser(string field, string? userId) => Identifiers.IsUserId(userId)
        ? null
        : ProblemResult.BadRequest($"'{field}' must name a user by 1 to {Identifiers.MaxUserIdLength} characters, none of them a control character.");

    /// <summary>Refuses lists with an id that names no user.</summary>
    public static ProblemResult? CheckUsers(string field, IReadOnlyList<string>? userIds)
    {
        for (var i = 0; i < userIds?.Count; i++)
        {
            if (CheckUser(field, userIds[i]) is { } refused)
            {
                return refused;
            }
        }

        return null;
    }

    /// <summary>Refuses a private conversation of a user with itself, and ids that name nobody.</summary>
    public static ProblemResult? CheckPeer(string field, string userId, string? peerUserId) =>
        CheckUser(field, peerUserId) ?? (userId == peerUserId ? ProblemResult.BadRequest("A private conversation needs another user.") : null);
}
