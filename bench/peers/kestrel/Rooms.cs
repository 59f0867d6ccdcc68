using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Orleans.Realtime.Peers.Kestrel;

/// <summary>Who is in which room.</summary>
internal sealed class Rooms
{
    private readonly ConcurrentDictionary<string, ImmutableHashSet<Client>> _rooms = new();

    public void Join(string room, Client client) => _rooms.AddOrUpdate(room, _ => [client], (_, members) => members.Add(client));

    public void Leave(string room, Client client) => _rooms.AddOrUpdate(room, _ => [], (_, members) => members.Remove(client));

    /// <summary>Gives a message to everybody in the room but its sender.</summary>
    public void Publish(string room, Client sender, byte[] message)
    {
        if (_rooms.TryGetValue(room, out var members))
        {
            foreach (var member in members)
            {
                if (member != sender)
                {
                    member.Send(message);
                }
            }
        }
    }
}
