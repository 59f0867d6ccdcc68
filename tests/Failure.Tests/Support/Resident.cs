using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Orleans.Realtime.Cluster.Harness.Processes;

namespace Orleans.Realtime.Failure.Tests.Support;

/// <summary>A connection that sits in a room and says nothing.</summary>
internal sealed class Resident : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _ending = new();
    private Task _reading = Task.CompletedTask;

    public string SessionId { get; private set; } = string.Empty;

    public static async Task<Resident> ConnectAsync(ClusterNode gateway, string room)
    {
        var resident = new Resident();
        await resident._socket.ConnectAsync(Api.Socket(gateway, $"user_id=resident&room_id={room}"), CancellationToken.None);
        var buffer = new byte[16 * 1024];
        var first = await resident._socket.ReceiveAsync(buffer, CancellationToken.None);
        resident.SessionId = JsonNode.Parse(buffer.AsSpan(0, first.Count))!["session_id"]!.GetValue<string>();
        await FailureRow.EventuallyAsync(async () => (await Api.RoomGatewaysAsync(gateway, room)).Contains(gateway.InstanceId), TimeSpan.FromSeconds(30));
        resident._reading = resident.ReadAsync(buffer);
        return resident;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _reading;
        _socket.Dispose();
        _ending.Dispose();
    }

    private async Task ReadAsync(byte[] buffer)
    {
        try
        {
            while (_socket.State == WebSocketState.Open)
            {
                await _socket.ReceiveAsync(buffer, _ending.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // The end of it, or of its gateway.
        }
    }
}
