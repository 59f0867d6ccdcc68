using System.Text.Json.Serialization;

namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>One of the biggest groups.</summary>
/// <param name="GroupId">The group.</param>
/// <param name="Connections">Its members' connections on the gateways that name it.</param>
/// <param name="Gateways">How many gateways name it.</param>
/// <param name="AtLeast">Whether a gateway that does not name it may have connections too.</param>
/// <param name="Members">Its members, as its owner says; absent when the owner did not answer in time.</param>
internal sealed record BigGroup(
    string GroupId,
    long Connections,
    int Gateways,
    bool AtLeast,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Members);
