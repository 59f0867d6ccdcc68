namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>Whether this gateway wants traffic.</summary>
/// <param name="Status"><c>ready</c>, <c>draining</c>, or <c>unavailable</c> while the cluster is out of reach.</param>
internal sealed record Readiness(string Status);
