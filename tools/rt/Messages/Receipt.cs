using System.Text.Json.Nodes;

namespace Orleans.Realtime.Cli.Messages;

/// <summary>What the server said about one message that was published.</summary>
/// <param name="Text">For people.</param>
/// <param name="Json">For programs: the fields of the server's reply.</param>
/// <param name="Place">Its place where it has one: a position, or the id of an entry.</param>
internal sealed record Receipt(string Text, JsonObject Json, string? Place);
