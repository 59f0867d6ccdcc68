using System.Text.Json.Serialization;

namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>An entry of a stream.</summary>
/// <param name="Id">Where it stands: milliseconds, then a number within the millisecond.</param>
/// <param name="Data">The payload as its publisher wrote it.</param>
/// <param name="Timestamp">When it was taken, Unix seconds.</param>
/// <param name="DeliveryCount">How often the group that was read has given it out, this time included; absent when no group was read.</param>
internal sealed record StoredMessage(
    string Id,
    RawJson Data,
    long Timestamp,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? DeliveryCount = null);
