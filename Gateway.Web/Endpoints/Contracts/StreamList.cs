namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>The streams that are in use. Where they are kept in Redis: those that somebody used through a silo a short while ago.</summary>
/// <param name="Timestamp">When it was put together.</param>
/// <param name="Complete">False when a part of the directory did not answer, or there are more than the list holds.</param>
/// <param name="Streams">The first of them by name.</param>
internal sealed record StreamList(
    string Timestamp,
    bool Complete,
    IReadOnlyList<StreamOverview> Streams);
