using Microsoft.AspNetCore.SignalR;

namespace Orleans.Realtime.Peers.SignalR;

/// <summary>Rooms are SignalR's groups.</summary>
internal sealed class RoomHub : Hub
{
    public Task Join(string room) => Groups.AddToGroupAsync(Context.ConnectionId, room);

    public Task Publish(string room, string data) => Clients.OthersInGroup(room).SendAsync("room", room, data);
}
