namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>This process answers.</summary>
/// <param name="Status"><c>ok</c>, or <c>draining</c>.</param>
/// <param name="Timestamp">Unix seconds.</param>
/// <param name="Clients">Live connections of this gateway.</param>
/// <param name="Shards">Into how many shards they are divided.</param>
internal sealed record Health(string Status, long Timestamp, int Clients, int Shards);
