namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>The consumer groups of a stream.</summary>
/// <param name="Groups">By name.</param>
internal sealed record StreamGroups(IReadOnlyList<StreamGroupState> Groups);
