using Orleans.Realtime.Grains.Interfaces.Conversations;

namespace Orleans.Realtime.Grains.Conversations;

/// <content>What is told to those who are there and kept nowhere.</content>
internal sealed partial class ConversationGrain
{
    public Task TypingAsync(string userId, string? originSessionId) => throw new NotImplementedException();

    public Task<ConversationPresence> GetPresenceAsync(Actor by) => throw new NotImplementedException();

    public Task PresenceChangedAsync(string userId, bool online) => throw new NotImplementedException();

    private Task<HashSet<string>> OnlineAsync() => Task.FromResult(new HashSet<string>());
}
