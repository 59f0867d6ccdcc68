namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A page of a group's or a private conversation's history.</summary>
/// <param name="Messages">Ascending by <c>seq</c>; recalled ones are left out.</param>
/// <param name="HasMore">Whether there is more in the direction asked for.</param>
/// <param name="Epoch">The life of the log that the positions belong to.</param>
internal sealed record ConversationHistory(IReadOnlyList<ConversationMessage> Messages, bool HasMore, string Epoch);
