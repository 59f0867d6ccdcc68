using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Messaging;

/// <summary>What a message must be like to enter a log. One bad message does not refuse those beside it.</summary>
internal sealed class MessageRules(IOptions<MessageOptions> options)
{
    /// <summary>Longest id of a message, the service's or the sender's, in characters.</summary>
    private const int MaxIdLength = 64;

    private readonly MessageOptions _options = options.Value;

    /// <summary>Whether all of them are well-formed.</summary>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.BadRequest"/>: more than <see cref="MessageOptions.MaxPerCall"/>.</exception>
    public bool Accepts(IReadOnlyList<Message> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (messages.Count > _options.MaxPerCall)
        {
            throw new RealtimeException(RealtimeErrorCode.BadRequest, $"{messages.Count} messages in one call; at most {_options.MaxPerCall} are taken.");
        }

        for (var i = 0; i < messages.Count; i++)
        {
            if (!Accepts(messages[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The refusal of a message that is not well-formed, else none.</summary>
    public PublishReceipt? Refuse(Message message)
    {
        if (Accepts(message))
        {
            return null;
        }

        var tooLarge = message.Data?.Length > _options.MaxBytes;
        return new()
        {
            MessageId = message.Id ?? string.Empty,
            Error = tooLarge ? RealtimeErrorCode.TooLarge : RealtimeErrorCode.BadRequest,
            ErrorMessage = tooLarge
                ? $"The message has {message.Data!.Length} bytes; at most {_options.MaxBytes} are taken."
                : $"A message needs data and an id of 1 to {MaxIdLength} characters; the sender's own id has no more either.",
        };
    }

    private bool Accepts(Message message) =>
        message is { Id.Length: > 0 and <= MaxIdLength, Data: not null }
        && message.Data.Length <= _options.MaxBytes
        && (message.ClientId?.Length ?? 0) <= MaxIdLength;
}
