using Orleans.Realtime.Gateway.Web.ConsolePage;
using Orleans.Realtime.Grains.Hosting;

namespace Orleans.Realtime.Embedded;

/// <summary>What the server says when it is up.</summary>
internal static class StartMessage
{
    public static string Write(WebApplication app)
    {
        var first = app.Urls.FirstOrDefault() ?? "http://127.0.0.1:8080";
        var socket = first.Replace("http", "ws", StringComparison.Ordinal);
        var durability = app.Configuration.KeepsDataInRedis()
            ? "Rooms, inboxes and sessions are kept in Redis: they outlive this process."
            : "Everything is kept in memory only: rooms, inboxes and sessions are lost when this process ends.";
        var page = app.FindConsole() is { } address ? $"Open {address} to try it in a browser.{Environment.NewLine}" : string.Empty;
        return $"""
            Orleans.Realtime listens on {string.Join(", ", app.Urls)}
            {durability}
            {page}Connect: npx wscat -c '{socket}/ws?user_id=alice&room_id=lobby'
            """;
    }
}
