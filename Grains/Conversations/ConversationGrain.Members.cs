using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Conversations;

/// <content>Who belongs to a group.</content>
internal sealed partial class ConversationGrain
{
    private const int MaxUserIdLength = 128;
    private const int MaxMembersPage = 1_000;

    public async Task<MembersChange> AddMembersAsync(Actor by, IReadOnlyList<string> userIds)
    {
        ArgumentNullException.ThrowIfNull(userIds);
        await ReadyAsync();
        EnsureMayManage(by);
        CheckUserIds(userIds);
        var added = userIds.Distinct(StringComparer.Ordinal).Where(userId => !_members.Contains(userId)).ToArray();
        if (_members.Count + added.Length > _services.Options.MaxMembers)
        {
            throw new RealtimeException(RealtimeErrorCode.BadRequest, $"A group has at most {_services.Options.MaxMembers} members.");
        }

        await AppendChangesAsync(by, added, MemberActions.Added);
        return new(added, _members.Count);
    }

    public async Task<MembersChange> RemoveMemberAsync(Actor by, string userId)
    {
        ArgumentNullException.ThrowIfNull(userId);
        await ReadyAsync();
        EnsureGroup();
        if (by.UserId != userId || by.IsService)
        {
            EnsureMayManage(by);
        }

        if (userId == _state.State.OwnerId)
        {
            throw new RealtimeException(RealtimeErrorCode.Conflict, "The owner stays as long as the group does: delete it instead.");
        }

        string[] removed = _members.Contains(userId) ? [userId] : [];
        await AppendChangesAsync(by, removed, MemberActions.Removed);

        // Also when nothing was to be done: it may be the repetition of a call that timed out.
        await _log.Routes.ConfirmedAsync(_log.LastSeq);
        return new(removed, _members.Count);
    }

    public async Task<MembersPage> GetMembersAsync(Actor by, string? afterUserId, int limit)
    {
        if (limit is < 1 or > MaxMembersPage)
        {
            throw new RealtimeException(RealtimeErrorCode.BadRequest, $"The limit is {limit}; it must be 1 to {MaxMembersPage}.");
        }

        await ReadyAsync();
        EnsureMayRead(by);
        var online = await OnlineAsync();
        var sorted = _members.Sorted;
        var start = afterUserId is null ? 0 : Array.BinarySearch(sorted, afterUserId, StringComparer.Ordinal);
        start = start < 0 ? ~start : afterUserId is null ? 0 : start + 1;
        var page = new List<ConversationMember>(Math.Min(limit, sorted.Length - start));
        for (var i = start; i < sorted.Length && page.Count < limit; i++)
        {
            _members.TryGetJoined(sorted[i], out var joined);
            page.Add(new(sorted[i], joined, ReadSeqOf(sorted[i]), sorted[i] == _state.State.OwnerId, online.Contains(sorted[i])));
        }

        return new(page, sorted.Length, start + page.Count < sorted.Length);
    }

    /// <summary>Writes an entry for each user, and waits until all that follows from them is done.</summary>
    private async Task AppendChangesAsync(Actor by, string[] userIds, string action)
    {
        if (userIds.Length > 0)
        {
            var entries = Array.ConvertAll(userIds, userId => new Message
            {
                Id = ConversationServices.NewEntryId(),
                Kind = MessageKind.Member,
                Type = action,
                SenderId = by.UserId,
                Data = [],
                Reference = new MessageReference(UserId: userId),
            });
            ThrowIfNotStored(await _log.Writer.AppendAsync(entries));
        }

        await EffectsDoneAsync(_log.LastSeq);
    }

    private static void CheckUserIds(IReadOnlyList<string> userIds)
    {
        for (var i = 0; i < userIds.Count; i++)
        {
            if (userIds[i] is not { Length: > 0 and <= MaxUserIdLength })
            {
                throw new RealtimeException(RealtimeErrorCode.BadRequest, $"A user's id has 1 to {MaxUserIdLength} characters.");
            }
        }
    }
}
