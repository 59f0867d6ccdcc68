namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A stream or a consumer group is gone.</summary>
/// <param name="Deleted">Always true: where there was none, the answer is 404.</param>
internal sealed record StreamDeleted(bool Deleted);
