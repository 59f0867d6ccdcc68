namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>One consumer group.</summary>
/// <param name="Name">The group.</param>
/// <param name="Consumers">How many consumers it has.</param>
/// <param name="Pending">Entries given out and not acknowledged.</param>
/// <param name="Lag">Entries that wait to be given out; null where it is not known.</param>
internal sealed record StreamGroupOverview(
    string Name,
    int Consumers,
    long Pending,
    long? Lag);
