namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A consumer group was created.</summary>
/// <param name="Group">Its name.</param>
/// <param name="Stream">The stream.</param>
internal sealed record StreamGroupCreated(string Group, string Stream);
