namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>Gives a group another name.</summary>
/// <param name="Name">The name, at most 256 characters; null for none.</param>
internal sealed record GroupNameRequest(string? Name);
