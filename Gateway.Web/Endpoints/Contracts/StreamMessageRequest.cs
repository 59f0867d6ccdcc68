namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>One of several messages for a stream.</summary>
/// <param name="Data">Any JSON value; it is delivered byte for byte.</param>
/// <param name="Id">The entry's own id, greater than all in the stream; without it the server makes one.</param>
internal sealed record StreamMessageRequest(RawJson Data, string? Id = null);
