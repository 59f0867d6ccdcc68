using System.Text.Json.Serialization;

namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A JSON value of any shape, answered with the very bytes that its sender wrote.</summary>
/// <param name="Bytes">One valid JSON value in UTF-8.</param>
[JsonConverter(typeof(RawJsonConverter))]
internal readonly record struct RawJson(ReadOnlyMemory<byte> Bytes);
