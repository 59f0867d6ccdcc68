using Microsoft.Extensions.Logging;

namespace Orleans.Realtime.Grains.Conversations;

internal sealed partial class ConversationGrain
{
    private static partial class Log
    {
        [LoggerMessage(1400, LogLevel.Warning, "The state of a conversation could not be written.", EventName = "ConversationStateNotWritten")]
        public static partial void StateNotWritten(ILogger logger, Exception exception);

        [LoggerMessage(1401, LogLevel.Debug, "What an entry of a conversation causes elsewhere failed; it is tried again.", EventName = "ConversationEffectFailed")]
        public static partial void EffectFailed(ILogger logger, Exception exception);

        [LoggerMessage(1402, LogLevel.Debug, "How far the effects of a conversation are done could not be written.", EventName = "ConversationEffectsNotCommitted")]
        public static partial void EffectsNotCommitted(ILogger logger, Exception exception);

        [LoggerMessage(1403, LogLevel.Debug, "Members of a new group could not all be told; it is tried again.", EventName = "GroupMembersNotTold")]
        public static partial void MembersNotTold(ILogger logger, Exception exception);

        [LoggerMessage(1405, LogLevel.Debug, "A gateway did not say who is there.", EventName = "AudienceUnknown")]
        public static partial void AudienceUnknown(ILogger logger, Exception exception);

        [LoggerMessage(1404, LogLevel.Warning, "A group could not be deleted whole; it is tried again.", EventName = "GroupNotDeleted")]
        public static partial void NotDeleted(ILogger logger, Exception exception);
    }
}
