using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Conversations;

namespace Orleans.Realtime.Grains.Conversations;

/// <content>Who may do what.</content>
internal sealed partial class ConversationGrain
{
    private const string NotMemberText = "The user is no member of the group.";

    /// <summary>Members, admins and services may see what is there.</summary>
    private void EnsureMayRead(Actor by)
    {
        if (!by.IsService && !by.IsAdmin)
        {
            EnsureMember(by.UserId);
        }
    }

    private void EnsureMember(string userId)
    {
        if (!_members.Contains(userId))
        {
            throw new RealtimeException(RealtimeErrorCode.NotMember, NotMemberText);
        }
    }

    /// <summary>The owner, admins and services may manage a group; a private conversation nobody.</summary>
    private void EnsureMayManage(Actor by)
    {
        EnsureGroup();
        if (by.IsService || by.IsAdmin || by.UserId == _state.State.OwnerId)
        {
            return;
        }

        EnsureMember(by.UserId);
        throw new RealtimeException(RealtimeErrorCode.Forbidden, "Only the group's owner may do this.");
    }

    private void EnsureGroup()
    {
        if (IsPrivate)
        {
            throw new RealtimeException(RealtimeErrorCode.BadRequest, "A private conversation has its two users as members for ever.");
        }
    }
}
