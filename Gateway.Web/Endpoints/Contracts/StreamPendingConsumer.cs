namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A consumer that has not acknowledged everything.</summary>
/// <param name="Name">The consumer.</param>
/// <param name="Pending">How many entries it has.</param>
internal sealed record StreamPendingConsumer(string Name, long Pending);
