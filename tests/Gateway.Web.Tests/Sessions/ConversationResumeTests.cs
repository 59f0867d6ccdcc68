using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Sessions;

/// <summary>What a client that comes back hears of its conversations: what it has not, and nothing that is no longer its to hear.</summary>
public sealed class ConversationResumeTests : IDisposable
{
    private static readonly LogId Group = LogId.Group("g");
    private static readonly LogId Private = LogId.Private("ann", "bob");

    private readonly SessionKit _kit = new();
    private readonly FakeUser _bob;
    private readonly FakeConversation _group;

    public ConversationResumeTests()
    {
        _bob = _kit.Grains.User("bob");
        _group = _kit.Grains.Group("g");
    }

    public void Dispose() => _kit.Dispose();

    [Fact]
    public async Task WithoutPositions_TheConfirmedOnesCount()
    {
        var client = await ConnectAsync();
        await _group.AppendAsync(3);
        await client.ReceiveSeqsAsync("group", 3);
        await ConfirmAsync(client, new LogPosition(3, "e1"));
        await _group.AppendAsync(2);
        await client.ReceiveSeqsAsync("group", 2);
        await client.DropAsync();
        await _group.AppendAsync();

        var again = await ResumeAsync(client);

        (await again.ReceiveSeqsAsync("group", 3)).ShouldBe([4, 5, 6]);
    }

    [Fact]
    public async Task WhatCameAndWentUnseen_Follows_ThoughThePositionNeverMoved()
    {
        await _group.AppendAsync(7);
        var client = await ConnectAsync();
        await SessionClient.EventuallyAsync(() => Recorded(client) is not null);
        await client.DropAsync();
        await _group.AppendAsync(2);

        var again = await ResumeAsync(client);

        (await again.ReceiveSeqsAsync("group", 2)).ShouldBe([8, 9]);
        Recorded(client)!.Value.Seq.ShouldBe(7);
    }

    [Fact]
    public async Task WithPositions_TheReplyComesFirst_ThenExactlyWhatIsBehindThem()
    {
        _bob.Conversations[Private] = 0;
        var client = await ConnectAsync();
        await _group.AppendAsync(3);
        await client.ReceiveSeqsAsync("group", 3);
        await client.DropAsync();
        await _group.AppendAsync(2);
        await _kit.Grains.Conversation(Private).AppendAsync(2);

        var again = await _kit.ConnectAsync("bob", client.Session.SessionId);
        again.Send("""{"type":"resume","id":"R","groups":{"g":4,"other":1},"privates":{"ann":{"seq":1,"epoch":"e1"}}}""");

        var recovered = (await again.ReceiveAsync("reply"))["recovered"]!;
        recovered["groups"]!["g"]!.ToJsonString().ShouldBe("""{"count":1,"last_seq":5,"epoch":"e1","complete":true}""");
        recovered["groups"]!["other"]!["error"]!.GetValue<string>().ShouldBe("not_member");
        recovered["privates"]!["ann"]!["count"]!.GetValue<int>().ShouldBe(1);
        (await again.ReceiveSeqsAsync("group", 1)).ShouldBe([5]);
        (await again.ReceiveSeqsAsync("private", 1)).ShouldBe([2]);
        await again.ShouldHaveNothingMoreAsync();
        _kit.Grains.Group("other").Attaches.ShouldBe(0);
    }

    [Fact]
    public async Task PositionBeyondWhatTheGatewayHolds_IsTheLogsToJudge()
    {
        var ann = _kit.Grains.User("ann");
        ann.Join("g");
        await _kit.ConnectAsync("ann");
        _group.Route.Detach();
        await _group.AppendAsync(4);
        _bob.Join("g");

        var client = await _kit.ConnectAsync("bob", new string('0', 32));
        client.Send("""{"type":"resume","id":"R","groups":{"g":{"seq":3,"epoch":"e1"}}}""");
        await client.ReceiveAsync("reply");
        await _kit.Services.Lanes.ControlLane.RouteLostAsync(Group);

        (await client.ReceiveSeqsAsync("group", 1)).ShouldBe([4]);
        await client.ShouldHaveNothingMoreAsync();
    }

    [Fact]
    public async Task PositionThatTheLogNeverHad_IsAnnounced_AndWhatItHoldsFollows()
    {
        await _group.AppendAsync(2);
        _bob.Join("g");
        var client = await _kit.ConnectAsync("bob", new string('0', 32));
        client.Send("""{"type":"resume","id":"R","groups":{"g":{"seq":90,"epoch":"older"}}}""");

        (await client.ReceiveAsync("reply"))["recovered"]!["groups"]!["g"]!["complete"]!.GetValue<bool>().ShouldBeFalse();
        var gap = await client.ReceiveAsync("gap");
        gap["group_id"]!.GetValue<string>().ShouldBe("g");
        gap["to_seq"]!.GetValue<int>().ShouldBe(0);
        (await client.ReceiveSeqsAsync("group", 2)).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task PositionBeforeTheMembership_BeginsWithIt()
    {
        await _group.AppendAsync(4);
        await _group.ChangeAsync("bob", added: true);
        await _group.AppendAsync();
        _bob.Join("g", joinedSeq: 5);
        var client = await _kit.ConnectAsync("bob", new string('0', 32));
        client.Send("""{"type":"resume","id":"R","groups":{"g":1}}""");

        (await client.ReceiveAsync("reply"))["recovered"]!["groups"]!["g"]!["count"]!.GetValue<int>().ShouldBe(2);
        (await client.ReceiveAsync("member"))["seq"]!.GetValue<int>().ShouldBe(5);
        (await client.ReceiveSeqsAsync("group", 1)).ShouldBe([6]);
    }

    [Fact]
    public async Task PositionOfAnEpochThatIsOver_DoesNotReachBehindTheMembership()
    {
        await _group.AppendAsync(4);
        await _group.ChangeAsync("bob", added: true);
        await _group.AppendAsync();
        _bob.Join("g", joinedSeq: 5);
        var client = await _kit.ConnectAsync("bob", new string('0', 32));
        client.Send("""{"type":"resume","id":"R","groups":{"g":{"seq":3,"epoch":"older"}}}""");

        await client.ReceiveAsync("reply");
        (await client.ReceiveAsync("gap"))["to_seq"]!.GetValue<int>().ShouldBe(4);
        (await client.ReceiveAsync("member"))["seq"]!.GetValue<int>().ShouldBe(5);
        (await client.ReceiveSeqsAsync("group", 1)).ShouldBe([6]);
    }

    [Fact]
    public async Task GroupThatWasLeftMeanwhile_IsNotHeard_WhateverTheSessionHad()
    {
        var client = await ConnectAsync();
        await _group.AppendAsync();
        await client.ReceiveSeqsAsync("group", 1);
        await client.DropAsync();
        _bob.Conversations.Clear();
        _bob.Version++;
        await _group.AppendAsync(3);

        var again = await _kit.ConnectAsync("bob", client.Session.SessionId);
        (await again.ReceiveAsync("member"))["action"]!.GetValue<string>().ShouldBe("removed");
        again.Send("""{"type":"resume","id":"R","groups":{"g":0}}""");

        (await again.ReceiveAsync("reply"))["recovered"]!["groups"]!["g"]!["error"]!.GetValue<string>().ShouldBe("not_member");
        await again.ShouldHaveNothingMoreAsync();
        await SessionClient.EventuallyAsync(() => Recorded(client) is null);
    }

    [Fact]
    public async Task GroupThatWasJoinedMeanwhile_IsHeardFromThereOn()
    {
        var client = await _kit.ConnectAsync("bob");
        await client.DropAsync();
        await _group.AppendAsync(2);
        await _group.ChangeAsync("bob", added: true);
        await _group.AppendAsync();
        _bob.Join("g", joinedSeq: 3);

        var again = await ResumeAsync(client);

        (await again.ReceiveAsync("member"))["seq"]!.GetValue<int>().ShouldBe(3);
        (await again.ReceiveSeqsAsync("group", 1)).ShouldBe([4]);
    }

    [Fact]
    public async Task GroupThatWasLeftAndJoinedMeanwhile_IsHeardFromTheSecondTimeOn()
    {
        var client = await ConnectAsync();
        await _group.AppendAsync(2);
        await client.ReceiveSeqsAsync("group", 2);
        await client.DropAsync();
        await _group.ChangeAsync("bob", added: false);
        await _group.AppendAsync();
        await _group.ChangeAsync("bob", added: true);
        _bob.Join("g", joinedSeq: 5);

        var again = await ResumeAsync(client);

        (await again.ReceiveAsync("member"))["seq"]!.GetValue<int>().ShouldBe(5);
        await again.ShouldHaveNothingMoreAsync();
    }

    [Fact]
    public async Task RemovalThatTheListDidNotKnow_IsFoundByTheReplay()
    {
        var client = await ConnectAsync();
        await client.DropAsync();
        await _group.AppendAsync();
        await _group.ChangeAsync("bob", added: false);
        await _group.AppendAsync(2);

        var again = await ResumeAsync(client);

        (await again.ReceiveSeqsAsync("group", 1)).ShouldBe([1]);
        (await again.ReceiveAsync("member"))["seq"]!.GetValue<int>().ShouldBe(2);
        await again.ShouldHaveNothingMoreAsync();
        await SessionClient.EventuallyAsync(() => Recorded(client) is null);
    }

    [Fact]
    public async Task RemovalWhileTheClientsPositionsAreAwaited_IsTold()
    {
        var client = await ConnectAsync();
        await client.DropAsync();
        var again = await _kit.ConnectAsync("bob", client.Session.SessionId);

        await _group.AppendAsync();
        await _group.ChangeAsync("bob", added: false);

        var member = await again.ReceiveAsync("member");
        member["action"]!.GetValue<string>().ShouldBe("removed");
        member.ContainsKey("seq").ShouldBeFalse();
        await again.ShouldHaveNothingMoreAsync();
    }

    [Fact]
    public async Task QuietPrivateConversation_ThatTheClientNames_IsListenedTo()
    {
        var conversation = _kit.Grains.Conversation(Private);
        await conversation.AppendAsync(3);
        var client = await _kit.ConnectAsync("bob", new string('0', 32));
        client.Send("""{"type":"resume","id":"R","privates":{"ann":1}}""");

        (await client.ReceiveAsync("reply"))["recovered"]!["privates"]!["ann"]!["count"]!.GetValue<int>().ShouldBe(2);
        (await client.ReceiveSeqsAsync("private", 2)).ShouldBe([2, 3]);
        await conversation.AppendAsync();
        (await client.ReceiveSeqsAsync("private", 1)).ShouldBe([4]);
    }

    [Fact]
    public async Task ResumeOnASocketThatIsLive_SendsOnlyWhatItDidNotSend()
    {
        await _group.AppendAsync(4);
        var client = await ConnectAsync();
        _group.Log.Erase(3);

        client.Send("""{"type":"resume","id":"R","groups":{"g":1}}""");

        (await client.ReceiveAsync("reply"))["recovered"]!["groups"]!["g"]!["count"]!.GetValue<int>().ShouldBe(3);
        (await client.ReceiveSeqsAsync("group", 2)).ShouldBe([2, 4]);
        await _group.AppendAsync();
        (await client.ReceiveSeqsAsync("group", 1)).ShouldBe([5]);
    }

    [Fact]
    public async Task LostSession_IsStatedAgain_WithItsConversations()
    {
        var client = await ConnectAsync();
        await SessionClient.EventuallyAsync(() => Recorded(client) is not null);
        _kit.Grains.Session(client.Session.SessionId).Forget();

        client.Session.Restate();

        await SessionClient.EventuallyAsync(() => Recorded(client) is not null);
    }

    private LogPosition? Recorded(SessionClient client) => _kit.Grains.Session(client.Session.SessionId).PositionOf(Group);

    private async Task<SessionClient> ConnectAsync()
    {
        _bob.Join("g");
        return await _kit.ConnectAsync("bob");
    }

    /// <summary>Comes back without positions of its own; what follows comes when the wait for them is over.</summary>
    private async Task<SessionClient> ResumeAsync(SessionClient client)
    {
        var again = await _kit.ConnectAsync("bob", client.Session.SessionId);
        await _kit.AdvanceUntilAsync(() => again.HasMore, TimeSpan.FromMilliseconds(500));
        return again;
    }

    private Task ConfirmAsync(SessionClient client, LogPosition position) =>
        _kit.AdvanceUntilAsync(() => client.Pong() && Recorded(client) == position, TimeSpan.FromSeconds(1));
}
