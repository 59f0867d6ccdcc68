using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Orleans.Realtime.Cluster.Harness.Processes;

namespace Orleans.Realtime.Failure.Tests.Support;

/// <summary>The HTTP API of one gateway, with role service.</summary>
internal static class Api
{
    private const string Credentials = "user_id=backend&role=service";
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Posts JSON; the status and the answer.</summary>
    public static async Task<(int Status, JsonNode? Body)> PostAsync(ClusterNode gateway, string path, string json, CancellationToken cancellationToken = default)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await Http.PostAsync(new Uri(gateway.Url!, $"{path}?{Credentials}"), content, cancellationToken);
        return ((int)answer.StatusCode, Parse(await answer.Content.ReadAsStringAsync(cancellationToken)));
    }

    /// <summary>Gets JSON; fails unless it is answered.</summary>
    public static async Task<JsonNode> GetAsync(ClusterNode gateway, string path) =>
        Parse(await Http.GetStringAsync(new Uri(gateway.Url!, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Credentials}")))!;

    /// <summary>The gateways that a room delivers to, as this gateway is told.</summary>
    public static async Task<IReadOnlyList<string>> RoomGatewaysAsync(ClusterNode gateway, string room)
    {
        var connections = await GetAsync(gateway, $"/api/v1/rooms/{room}/connections");
        return [.. connections["gateways"]!.AsArray().Select(entry => entry!["instance_id"]!.GetValue<string>())];
    }

    /// <summary>How many gateways a broadcast reaches.</summary>
    public static async Task<int> GatewaysAsync(ClusterNode gateway)
    {
        var (status, body) = await PostAsync(gateway, "/api/v1/events/broadcast", """{"type":"test.broadcast","data":0}""");
        status.ShouldBe(200, body?.ToJsonString());
        return body!["gateways"]!.GetValue<int>();
    }

    /// <summary>Where a user's socket goes.</summary>
    public static Uri Socket(ClusterNode gateway, string query) =>
        new(string.Create(CultureInfo.InvariantCulture, $"ws://{gateway.Url!.Host}:{gateway.Url.Port}/ws?{query}"));

    private static JsonNode? Parse(string text) => text.Length > 0 && text[0] is '{' or '[' ? JsonNode.Parse(text) : null;
}
