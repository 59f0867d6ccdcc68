namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>The rooms and groups with the most connections, the biggest first. Each gateway names its 20 biggest of each kind: an audience that is spread thin over many gateways may be missing, or counted too low.</summary>
/// <param name="Timestamp">When it was put together.</param>
/// <param name="Complete">False when a part of the directory did not answer.</param>
/// <param name="Rooms">Rooms.</param>
/// <param name="Groups">Groups.</param>
internal sealed record BiggestAudiences(
    string Timestamp,
    bool Complete,
    IReadOnlyList<BigRoom> Rooms,
    IReadOnlyList<BigGroup> Groups);
