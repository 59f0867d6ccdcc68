namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A consumer group to create.</summary>
/// <param name="Group">Its name.</param>
/// <param name="StartId">Behind which its first entry comes: <c>$</c> for new ones only, <c>0</c> for all that are there, or an id.</param>
internal sealed record StreamGroupRequest(string? Group, string? StartId = "$");
