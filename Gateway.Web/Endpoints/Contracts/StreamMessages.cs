namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>Entries of a stream.</summary>
/// <param name="Messages">In ascending order of their ids, or descending where that was asked for.</param>
internal sealed record StreamMessages(IReadOnlyList<StoredMessage> Messages);
