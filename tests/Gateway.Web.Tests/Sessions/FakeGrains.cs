using System.Collections.Concurrent;
using NSubstitute;
using Orleans.Realtime.Grains.Interfaces.Connections;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;
using Orleans.Realtime.Grains.Interfaces.Users;

namespace Orleans.Realtime.Gateway.Web.Tests.Sessions;

/// <summary>Grains in memory that answer at once; an observer is its own reference.</summary>
internal sealed class FakeGrains
{
    private readonly ConcurrentDictionary<string, FakeRoom> _rooms = new();
    private readonly ConcurrentDictionary<LogId, FakeConversation> _conversations = new();
    private readonly ConcurrentDictionary<string, FakeUser> _users = new();
    private readonly ConcurrentDictionary<string, FakeSession> _sessions = new();

    public FakeGrains()
    {
        Factory.GetGrain<IRoomGrain>(Arg.Any<string>(), Arg.Any<string?>()).Returns(call => Room(call.ArgAt<string>(0)["room/".Length..]));
        Factory.GetGrain<IConversationGrain>(Arg.Any<string>(), Arg.Any<string?>()).Returns(call => Conversation(LogId.Parse(call.ArgAt<string>(0))));
        Factory.GetGrain<IUserGrain>(Arg.Any<string>(), Arg.Any<string?>()).Returns(call => User(call.ArgAt<string>(0)));
        Factory.GetGrain<IConnectionGrain>(Arg.Any<string>(), Arg.Any<string?>()).Returns(call => Session(call.ArgAt<string>(0)));
        Factory.CreateObjectReference<IGatewayObserver>(Arg.Any<IGrainObserver>()).Returns(call => call.ArgAt<IGatewayObserver>(0));
    }

    /// <summary>A substitute: the interface differs between the runtimes in what nobody here calls.</summary>
    public IGrainFactory Factory { get; } = Substitute.For<IGrainFactory>();

    public FakeRoom Room(string roomId) => _rooms.GetOrAdd(roomId, static id => new FakeRoom("room/" + id));

    public FakeConversation Conversation(LogId log) => _conversations.GetOrAdd(log, static log => new FakeConversation(log));

    public FakeConversation Group(string groupId) => Conversation(LogId.Group(groupId));

    public FakeUser User(string userId) => _users.GetOrAdd(userId, static id => new FakeUser(id));

    public FakeSession Session(string sessionId) => _sessions.GetOrAdd(sessionId, static id => new FakeSession(id));
}
