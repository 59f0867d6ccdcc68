namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>The caller's groups.</summary>
/// <param name="GroupIds">Their ids, sorted.</param>
internal sealed record Groups(IReadOnlyList<string> GroupIds);
