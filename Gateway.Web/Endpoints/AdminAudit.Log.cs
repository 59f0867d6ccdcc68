namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <content>Log messages; ids 4410–4419.</content>
internal sealed partial class AdminAudit
{
    [LoggerMessage(4410, LogLevel.Information, "Administrator {AdminId} sent event {MessageId} to user {UserId}.", EventName = "AdminSentEvent")]
    public partial void EventSent(string adminId, string messageId, string userId);

    [LoggerMessage(4411, LogLevel.Information, "Administrator {AdminId} published message {MessageId} to room {RoomId}.", EventName = "AdminPublished")]
    public partial void Published(string adminId, string messageId, string roomId);

    [LoggerMessage(4412, LogLevel.Information, "Administrator {AdminId} closed the connection of session {SessionId}.", EventName = "AdminClosedConnection")]
    public partial void ConnectionClosed(string adminId, string sessionId);
}
