using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>What a replay will bring, as far as is known when it begins.</summary>
/// <param name="Count">Messages that the log still holds behind the position.</param>
/// <param name="Last">The log's newest position.</param>
/// <param name="Complete">False when a gap comes first.</param>
/// <param name="FirstPage">The first page, read already; <see langword="null"/> when none was needed.</param>
internal sealed record ReplayPlan(long Count, LogPosition Last, bool Complete, MessagePage? FirstPage);
