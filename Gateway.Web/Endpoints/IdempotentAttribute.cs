namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Endpoint metadata: takes the header <c>Idempotency-Key</c>.</summary>
/// <param name="rule">What the key may be.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class IdempotentAttribute(string rule) : Attribute
{
    /// <summary>What the key may be, in words for the API's description.</summary>
    public string Rule { get; } = rule;
}
