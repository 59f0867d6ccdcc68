using System.Text.Json.Serialization;

namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>What became of one user's event.</summary>
/// <param name="UserId">Whose inbox.</param>
/// <param name="Id">The message's id.</param>
/// <param name="Seq">Its position in the inbox; 0 when it was not stored.</param>
/// <param name="Online">Whether the user had a live connection at that moment.</param>
/// <param name="Error">The error code when it was not stored, else absent.</param>
internal sealed record BatchResult(
    string UserId,
    string Id,
    long Seq,
    bool Online,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error = null);
