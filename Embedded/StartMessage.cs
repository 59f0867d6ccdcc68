namespace Orleans.Realtime.Embedded;

/// <summary>What the server says when it is up.</summary>
internal static class StartMessage
{
    public static string Write(IReadOnlyCollection<string> addresses)
    {
        var first = addresses.FirstOrDefault() ?? "http://127.0.0.1:8080";
        var socket = first.Replace("http", "ws", StringComparison.Ordinal);
        return $"""
            Orleans.Realtime listens on {string.Join(", ", addresses)}
            Everything is kept in memory only: rooms, inboxes and sessions are lost when this process ends.
            Connect: npx wscat -c '{socket}/ws?user_id=alice&room_id=lobby'
            """;
    }
}
