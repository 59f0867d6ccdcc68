namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>What this gateway received for its connections since its start.</summary>
/// <param name="TotalReceived">Messages received from the grains.</param>
/// <param name="UserReceived">Of these, from inboxes.</param>
/// <param name="BroadcastReceived">Of these, broadcasts.</param>
/// <param name="ProcessedMessages">Messages handed to their local audience.</param>
/// <param name="FailedMessages">Messages that could not be handed over; their owner sends them again.</param>
/// <param name="DroppedMessages">Frames that a closing or overflowing connection did not take; they follow on resume.</param>
/// <param name="ReconnectCount">How often a lost route to the grains was restored.</param>
internal sealed record SubscriberStats(
    long TotalReceived,
    long UserReceived,
    long BroadcastReceived,
    long ProcessedMessages,
    long FailedMessages,
    long DroppedMessages,
    long ReconnectCount);
