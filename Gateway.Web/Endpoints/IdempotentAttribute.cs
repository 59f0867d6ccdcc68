namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Endpoint metadata: takes the header <c>Idempotency-Key</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class IdempotentAttribute : Attribute;
