using System.Globalization;
using Orleans.Realtime.Load.Servers;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Load.Works;

/// <summary>Small rooms whose members publish in turn. Everybody gets an answer as the others get the message.</summary>
/// <param name="generator">Without connections yet.</param>
/// <param name="rooms">How many rooms.</param>
/// <param name="roomsEach">How many of them each connection is in; as many connections share the same ones as a room has members.</param>
internal sealed class RoomTraffic(Generator generator, int rooms, int roomsEach)
{
    public const int RoomSize = 5;

    private readonly int _connections = rooms / roomsEach * RoomSize;
    private readonly long[] _numbers = new long[rooms * RoomSize];
    private readonly Stamp[] _last = new Stamp[rooms / roomsEach * RoomSize];
    private readonly long[] _ids = new long[rooms / roomsEach * RoomSize];
    private long _id;

    public void Open(Deployment deployment) => generator.Open(deployment.EndPoints, Enumerable.Range(0, _connections).Select(i =>
        new Member($"u{i}", [.. Enumerable.Range(i / RoomSize * roomsEach, roomsEach).Select(Name)]) { Acknowledged = true, PublishersPerRoom = RoomSize }));

    /// <summary>Publishes what this turn's member has to say.</summary>
    public void Publish(int turn)
    {
        // Every connection in turn, and in each round of all of them the next of its rooms.
        var index = turn % _connections;
        var room = turn / _connections % roomsEach;
        _last[index] = new(Stamp.Now, (room * RoomSize) + (index % RoomSize), ++_numbers[(index * roomsEach) + room]);
        _ids[index] = ++_id;
        Send(index);
    }

    /// <summary>Publishes again what a member published last: with the same id, so that it counts once.</summary>
    public void Repeat(int turn) => Send(turn % _connections);

    private void Send(int index)
    {
        var connection = generator.Connections[index];
        generator.Publish(connection, connection.Member.Rooms[_last[index].Publisher / RoomSize], _last[index], _ids[index]);
    }

    private static string Name(int room) => "room" + room.ToString(CultureInfo.InvariantCulture);
}
