using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Tests.Sessions;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Delivery;

public sealed class GatewayReporterTests
{
    [Fact]
    public async Task Report_TellsWhatTheGatewayHoldsAndDid()
    {
        using var kit = new SessionKit();
        var ann = await kit.ConnectAsync("ann", null, "lobby", "news");
        var bob = await kit.ConnectAsync("bob", null, "lobby");
        ann.Send("""{"type":"room","id":"m1","room_id":"lobby","data":1}""");
        await ann.ReceiveAsync("reply");
        await bob.ReceiveAsync("room");
        bob.Send("""{"type":"nonsense","id":"x"}""");
        await bob.ReceiveAsync("error");

        // What was handed over is counted when that is done, which may be after its arrival.
        var reporter = kit.Get<GatewayReporter>();
        await SessionClient.EventuallyAsync(() => reporter.Read(draining: false).Report!.Counters.Delivered == 1);
        var lease = reporter.Read(draining: true);

        (lease.Address.InstanceId, lease.Connections, lease.Rooms, lease.Draining).ShouldBe(("gw-1", 2, 2, true));
        var report = lease.Report.ShouldNotBeNull();
        report.Rooms.ShouldBe([new AudienceSize("lobby", 2), new AudienceSize("news", 1)]);
        report.Groups.ShouldBeEmpty();
        (report.Sockets, report.QueuedFrames, report.QueuedBytes, report.QueuedConnections).ShouldBe((2, 0, 0, 0));
        (report.Counters.Connects, report.Counters.Published, report.Counters.Delivered, report.Counters.Errors).ShouldBe((2, 1, 1, 1));
        report.Acknowledge.Counts.ShouldBe([1]);
        report.Process.HeapBytes.ShouldBePositive();
    }

    [Fact]
    public void Survey_NamesTheBiggestOfEachKind_AndNoInboxesOrPrivateConversations()
    {
        var survey = new AudienceSurvey();
        foreach (var i in Enumerable.Range(1, 100))
        {
            survey.Add(LogId.Room($"r{i}"), i * 37 % 101);
            survey.Add(LogId.Inbox($"u{i}"), 1_000);
        }

        survey.Add(LogId.Room("empty"), 0);
        survey.Add(LogId.Group("g"), 3);
        survey.Add(LogId.Private("a", "b"), 500);

        (survey.RoomCount, survey.ConversationCount).ShouldBe((100, 2));
        survey.TakeRooms().Select(room => room.Connections).ShouldBe(Enumerable.Range(81, 20).Reverse());
        survey.TakeGroups().ShouldBe([new AudienceSize("g", 3)]);
    }

    [Fact]
    public void Queues_AreSummedWithoutTheEmptyOnes() =>
        default(QueueTotals).With(2, 50).With(0, 0).With(3, 70).ShouldBe(new QueueTotals(2, 5, 120));
}
