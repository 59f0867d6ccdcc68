using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Orleans.Realtime.Cluster.Harness.Processes;

namespace Orleans.Realtime.Failure.Tests;

/// <summary>Another Orleans service, as a process of its own, beside clients that know only the gateways.</summary>
public sealed class SampleServiceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Service_SendsToUserAndRoom_AndHearsTheRoom_AlsoWhenEverySiloIsKilledOnce()
    {
        await using var cluster = await LocalCluster.StartAsync(new LocalClusterOptions { Arguments = ["--sample"] });
        using var socket = new ClientWebSocket();
        var url = new UriBuilder(cluster.Gateways[0].Url!) { Scheme = "ws", Path = "/ws", Query = "user_id=alice&room_id=orders" }.Uri;
        await socket.ConnectAsync(url, CancellationToken.None);
        var (events, messages) = (new ConcurrentQueue<string>(), new ConcurrentQueue<JsonElement>());
        var reading = ReadAsync(socket, events, messages);

        await UntilAsync(() => !messages.IsEmpty, "the client is in the room");
        await ExchangeAsync("before");
        foreach (var silo in cluster.Silos)
        {
            await cluster.KillAsync(silo);
            await ExchangeAsync("while one silo is dead: " + silo.InstanceId);
            await cluster.RestartAsync(silo);
            await ExchangeAsync("with it back: " + silo.InstanceId);
        }

        // Once and in order; the client does not get its own messages back, the service hears everybody's.
        var heard = Heard();
        heard.ShouldBe(Enumerable.Range(0, heard.Count).Select(i => heard[0] + i));
        var seen = messages.Select(message => message.GetProperty("seq").GetInt64()).ToList();
        seen.ShouldBe(Acknowledged().Where(seq => seq >= seen[0] && seq <= seen[^1]));
        events.Distinct().Count().ShouldBe(events.Count);
        Lines().ShouldNotContain(line => line.Contains("\"gap\"", StringComparison.Ordinal));
        socket.State.ShouldBe(WebSocketState.Open);
        socket.Abort();
        await reading;

        // What the service sends from now on reaches the client, and what the client publishes reaches the service.
        async Task ExchangeAsync(string text)
        {
            var sent = Sent().Count;
            await UntilAsync(() => Sent().Count >= sent + 2, $"the service sends ({text})");
            var orders = Sent();
            await UntilAsync(() => orders.TakeLast(2).All(order => messages.Any(message => OrderOf(message) == order)), $"the client sees the room's messages ({text})");
            await UntilAsync(() => orders.TakeLast(2).All(order => events.Contains(order)), $"the user gets the events ({text})");
            var frame = JsonSerializer.Serialize(new { type = "room", id = text, room_id = "orders", data = new { from_client = text } });
            await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            await UntilAsync(() => Lines().Any(line => line.Contains($"\"from_client\":\"{text}\"", StringComparison.Ordinal)), $"the service hears the client ({text})");
        }

        async Task UntilAsync(Func<bool> condition, string what)
        {
            using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
            while (!condition())
            {
                reading.IsCompleted.ShouldBeFalse("the client lost its socket");
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
                limit.IsCancellationRequested.ShouldBeFalse($"Not in time: {what}\n{cluster.Describe()}");
            }
        }

        string[] Lines()
        {
            using var stream = new FileStream(cluster.Samples[0].LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            var text = reader.ReadToEnd();
            return text[..(text.LastIndexOf('\n') + 1)].Split('\n').Where(line => line.StartsWith('{')).ToArray();
        }

        // Orders whose room message was acknowledged.
        List<string> Sent() => [.. Lines().Where(line => line.StartsWith("{\"sent\":\"message\"", StringComparison.Ordinal)).Select(line => Parse(line).GetProperty("order").GetString()!)];

        List<long> Acknowledged() => [.. Lines().Where(line => line.StartsWith("{\"sent\":\"message\"", StringComparison.Ordinal)).Select(line => Parse(line).GetProperty("seq").GetInt64())];

        List<long> Heard() => [.. Lines().Where(line => line.StartsWith("{\"heard\"", StringComparison.Ordinal)).Select(line => Parse(line).GetProperty("seq").GetInt64())];
    }

    private static JsonElement Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }

    private static string? OrderOf(JsonElement frame) => frame.GetProperty("data").TryGetProperty("order", out var order) ? order.GetString() : null;

    private static async Task ReadAsync(ClientWebSocket socket, ConcurrentQueue<string> events, ConcurrentQueue<JsonElement> messages)
    {
        var buffer = new byte[16 * 1024];
        using var frame = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer, CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                frame.Write(buffer, 0, part.Count);
                if (!part.EndOfMessage)
                {
                    continue;
                }

                var json = Parse(Encoding.UTF8.GetString(frame.ToArray()));
                frame.SetLength(0);
                switch (json.GetProperty("type").GetString())
                {
                    case "order-shipped":
                        events.Enqueue(OrderOf(json)!);
                        break;
                    case "room":
                        messages.Enqueue(json);
                        break;
                }
            }
        }
        catch (Exception end) when (end is WebSocketException or OperationCanceledException)
        {
            // The test is over, or sees that it came too early.
        }
    }
}
