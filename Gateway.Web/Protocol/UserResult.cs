using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>What became of a message for one of its targets.</summary>
/// <param name="UserId">The target.</param>
/// <param name="Receipt">Its inbox's answer.</param>
internal readonly record struct UserResult(string UserId, PublishReceipt Receipt);
