namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Endpoint metadata: what a request and its answer look like, as JSON.</summary>
internal sealed record BodyExample(string? Request, string Answer);
