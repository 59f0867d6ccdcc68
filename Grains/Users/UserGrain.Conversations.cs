using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Users;

internal sealed partial class UserGrain
{
    public Task JoinConversationAsync(UserConversation conversation) => throw new NotImplementedException();

    public Task LeaveConversationAsync(LogId conversation) => throw new NotImplementedException();

    public Task ConversationActiveAsync(LogId conversation, long lastSeq) => throw new NotImplementedException();

    public Task<IReadOnlyList<UserConversation>> GetConversationsAsync() => throw new NotImplementedException();

    public Task<IReadOnlyList<ConversationUnread>> GetUnreadAsync(int messages) => throw new NotImplementedException();
}
