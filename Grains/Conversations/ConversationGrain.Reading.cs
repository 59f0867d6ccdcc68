using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Conversations;

/// <content>How far members have read, and what is unread.</content>
internal sealed partial class ConversationGrain
{
    public Task<ReadState> MarkReadAsync(string userId, long seq, string? originSessionId) => throw new NotImplementedException();

    public Task<MessageReceipts> GetReceiptsAsync(Actor by, string messageId) => throw new NotImplementedException();

    public Task<ConversationUnread?> GetUnreadAsync(string userId, int messages) => throw new NotImplementedException();

    private Task LoadReadsAsync() => Task.CompletedTask;

    private long ReadSeqOf(string userId) => 0;

    private void Index(Message entry)
    {
    }
}
