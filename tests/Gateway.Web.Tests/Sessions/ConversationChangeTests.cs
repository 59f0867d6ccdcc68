using System.Text.Json.Nodes;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Sessions;

/// <summary>Changes of members come from the log and from the user's grain, in any order and more than once.</summary>
public sealed class ConversationChangeTests : IDisposable
{
    private static readonly LogId Group = LogId.Group("g");
    private static readonly LogId Private = LogId.Private("ann", "bob");

    private readonly SessionKit _kit = SessionKit.Patient();
    private readonly FakeUser _bob;
    private readonly FakeConversation _group;

    public ConversationChangeTests()
    {
        _bob = _kit.Grains.User("bob");
        _group = _kit.Grains.Group("g");
    }

    public void Dispose() => _kit.Dispose();

    [Fact]
    public async Task Added_HearsTheEntryThatAddedIt_WhenItIsAnswered()
    {
        var client = await _kit.ConnectAsync("bob");
        await _group.AppendAsync(3);
        await _group.ChangeAsync("bob", added: true);
        await _group.AppendAsync();

        await AddAsync(1, joined: 4);
        await _group.AppendAsync();

        var entry = await client.ReceiveAsync("member");
        entry["seq"]!.GetValue<int>().ShouldBe(4);
        entry["action"]!.GetValue<string>().ShouldBe("added");
        (await client.ReceiveSeqsAsync("group", 2)).ShouldBe([5, 6]);
    }

    [Fact]
    public async Task Added_IsAnsweredOnlyWhenTheGatewayListens_ForRepetitionsToo()
    {
        var gate = new TaskCompletionSource();
        _group.Gate = gate.Task;
        var client = await _kit.ConnectAsync("bob");

        var first = AddAsync(1, joined: 0);
        var again = AddAsync(1, joined: 0);
        await SessionClient.EventuallyAsync(() => _group.Attaches == 1);
        (first.IsCompleted || again.IsCompleted).ShouldBeFalse();
        gate.SetResult();
        await Task.WhenAll(first, again);
        await _group.AppendAsync();

        ShouldSay(await client.ReceiveAsync("member"), "added");
        (await client.ReceiveSeqsAsync("group", 1)).ShouldBe([1]);
        _group.Attaches.ShouldBe(1);
    }

    [Fact]
    public async Task FirstMember_IsToldByNoEntry_AndHearsTheLogFromItsBeginning()
    {
        var client = await _kit.ConnectAsync("bob");
        await _group.AppendAsync(2);

        await AddAsync(1, joined: 0);

        ShouldSay(await client.ReceiveAsync("member"), "added");
        (await client.ReceiveSeqsAsync("group", 2)).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Removed_ByTheEntry_ThenByThePush_IsToldOnce()
    {
        var (client, other) = await ConnectBothAsync();

        await _group.ChangeAsync("bob", added: false);
        await RemoveAsync(5);
        await _group.AppendAsync();

        (await client.ReceiveAsync("member"))["seq"]!.GetValue<int>().ShouldBe(1);
        await client.ShouldHaveNothingMoreAsync();
        (await other.ReceiveAsync("member"))["user_id"]!.GetValue<string>().ShouldBe("bob");
        (await other.ReceiveSeqsAsync("group", 1)).ShouldBe([2]);
    }

    [Fact]
    public async Task Removed_ByThePush_BeforeTheEntry_IsToldOnce()
    {
        var (client, other) = await ConnectBothAsync();
        await _group.ChangeAsync("bob", added: false, deliver: false);

        await RemoveAsync(5);
        await _group.AppendAsync();

        ShouldSay(await client.ReceiveAsync("member"), "removed");
        await client.ShouldHaveNothingMoreAsync();
        (await other.ReceiveAsync("member"))["seq"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task RemovedAndAddedAgain_BeforeTheEntriesCome_HearsWhatIsBehindTheSecond()
    {
        var (client, _) = await ConnectBothAsync();
        await _group.ChangeAsync("bob", added: false, deliver: false);
        _group.Log.Append();
        await _group.ChangeAsync("bob", added: true, deliver: false);
        await RemoveAsync(5);
        await AddAsync(6, joined: 3);

        await _group.AppendAsync();

        ShouldSay(await client.ReceiveAsync("member"), "removed");
        (await client.ReceiveAsync("member"))["seq"]!.GetValue<int>().ShouldBe(3);
        (await client.ReceiveSeqsAsync("group", 1)).ShouldBe([4]);
        await client.ShouldHaveNothingMoreAsync();
    }

    [Fact]
    public async Task AddedAgain_BehindARemovalThatNobodyTold_HearsWhatIsBehindTheSecond()
    {
        var (client, _) = await ConnectBothAsync();
        await _group.ChangeAsync("bob", added: false, deliver: false);
        await _group.ChangeAsync("bob", added: true, deliver: false);

        await AddAsync(6, joined: 2);
        await _group.AppendAsync();

        (await client.ReceiveAsync("member"))["seq"]!.GetValue<int>().ShouldBe(2);
        (await client.ReceiveSeqsAsync("group", 1)).ShouldBe([3]);
    }

    [Fact]
    public async Task StaleRepetition_OfTheAddition_DoesNotBringTheGroupBack()
    {
        var client = await _kit.ConnectAsync("bob");
        await AddAsync(1, joined: 0);
        ShouldSay(await client.ReceiveAsync("member"), "added");
        await RemoveAsync(2);
        ShouldSay(await client.ReceiveAsync("member"), "removed");

        await AddAsync(1, joined: 0);
        await _group.AppendAsync();

        await client.ShouldHaveNothingMoreAsync();
    }

    [Fact]
    public async Task RemovalWithTheNumberOfTheList_Counts()
    {
        var (client, _) = await ConnectBothAsync();

        await RemoveAsync(4);
        await _group.AppendAsync();

        ShouldSay(await client.ReceiveAsync("member"), "removed");
        await client.ShouldHaveNothingMoreAsync();
    }

    [Fact]
    public async Task ChangesOfDifferentGroups_MayOvertakeEachOther()
    {
        var client = await _kit.ConnectAsync("bob");

        await ChangeAsync(new ConversationChange("bob", 2, [new(LogId.Group("h"), 0)], []));
        await AddAsync(1, joined: 0);
        await _group.AppendAsync();

        (await client.ReceiveAsync("member"))["group_id"]!.GetValue<string>().ShouldBe("h");
        (await client.ReceiveAsync("member"))["group_id"]!.GetValue<string>().ShouldBe("g");
        (await client.ReceiveSeqsAsync("group", 1)).ShouldBe([1]);
    }

    [Fact]
    public async Task ChangeBeforeTheAnswerToConnecting_IsAppliedOnTopOfIt()
    {
        var gate = new TaskCompletionSource();
        var late = _kit.Grains.Group("late");
        late.Log.Append();
        await late.ChangeAsync("bob", added: true, deliver: false);
        _bob.Join("g");
        _bob.ConnectGate = gate.Task;
        var client = _kit.Open("bob");
        await SessionClient.EventuallyAsync(() => _bob.Route.Members.Count == 1);

        await ChangeAsync(new ConversationChange("bob", 2, [new(LogId.Group("late"), 2)], []));
        await ChangeAsync(new ConversationChange("bob", 3, [], [Group]));
        await ChangeAsync(new ConversationChange("bob", 1, [new(LogId.Group("known"), 0)], []));
        gate.SetResult();
        await client.ReceiveAsync("connected");
        ShouldSay(await client.ReceiveAsync("member"), "removed");
        (await client.ReceiveAsync("member"))["seq"]!.GetValue<int>().ShouldBe(2);
        await _group.AppendAsync();
        await _kit.Grains.Group("known").AppendAsync();
        await late.AppendAsync();

        (await client.ReceiveSeqsAsync("group", 1)).ShouldBe([3]);
        await client.ShouldHaveNothingMoreAsync();
        _kit.Grains.Group("known").Attaches.ShouldBe(0);
    }

    [Fact]
    public async Task TooManyChangesBeforeTheAnswer_CloseTheConnection_ToComeBack()
    {
        _bob.ConnectGate = new TaskCompletionSource().Task;
        var client = _kit.Open("bob");
        await SessionClient.EventuallyAsync(() => _bob.Route.Members.Count == 1);

        for (var i = 1; i <= 101; i++)
        {
            await AddAsync(i, joined: 0);
        }

        await client.ClosedWithAsync(1012);
    }

    [Fact]
    public async Task Whole_EndsWhatItDoesNotList_ButNothingNewer()
    {
        _bob.Join("g");
        _bob.Join("h");
        var client = await _kit.ConnectAsync("bob");
        await ChangeAsync(new ConversationChange("bob", 4, [new(LogId.Group("newer"), 0)], []));
        await client.ReceiveAsync("member");

        await ChangeAsync(new ConversationChange("bob", 3, [new(LogId.Group("h"), 0)], [], Whole: true));
        await _group.AppendAsync();
        await _kit.Grains.Group("h").AppendAsync();
        await _kit.Grains.Group("newer").AppendAsync();

        ShouldSay(await client.ReceiveAsync("member"), "removed");
        (await client.ReceiveAsync("group"))["group_id"]!.GetValue<string>().ShouldBe("h");
        (await client.ReceiveAsync("group"))["group_id"]!.GetValue<string>().ShouldBe("newer");
        await client.ShouldHaveNothingMoreAsync();
    }

    [Fact]
    public async Task PrivateConversation_ThatBecomesActive_IsHeardFromThatMessageOn_WhateverTheNumber()
    {
        _bob.Version = 7;
        var conversation = _kit.Grains.Conversation(Private);
        await conversation.AppendAsync(5);
        var client = await _kit.ConnectAsync("bob");
        await conversation.AppendAsync();

        await ChangeAsync(new ConversationChange("bob", 7, [new(Private, 6)], []));
        await ChangeAsync(new ConversationChange("bob", 7, [new(Private, 6)], []));
        await conversation.AppendAsync();

        (await client.ReceiveSeqsAsync("private", 2)).ShouldBe([6, 7]);
        await client.ShouldHaveNothingMoreAsync();
    }

    [Fact]
    public async Task PrivateConversation_OfAWholeList_IsHeardFromNowOn_NotFromItsBeginning()
    {
        var conversation = _kit.Grains.Conversation(Private);
        await conversation.AppendAsync(5);
        var client = await _kit.ConnectAsync("bob");

        await ChangeAsync(new ConversationChange("bob", 3, [new(Private, 0)], [], Whole: true));
        await conversation.AppendAsync();

        (await client.ReceiveSeqsAsync("private", 1)).ShouldBe([6]);
    }

    [Fact]
    public async Task Change_ReachesEveryConnectionOfTheUser_AndNobodyElse()
    {
        var first = await _kit.ConnectAsync("bob");
        var second = await _kit.ConnectAsync("bob");
        var other = await _kit.ConnectAsync("ann");

        await AddAsync(1, joined: 0);
        await ChangeAsync(new ConversationChange("nobody", 1, [new(Group, 0)], []));
        await _group.AppendAsync();

        foreach (var client in new[] { first, second })
        {
            await client.ReceiveAsync("member");
            (await client.ReceiveSeqsAsync("group", 1)).ShouldBe([1]);
        }

        await other.ShouldHaveNothingMoreAsync();
        _group.Attaches.ShouldBe(1);
    }

    [Fact]
    public async Task AddedWhereTheOwnerIsOutOfReach_IsHeardWhenItIsBack()
    {
        var client = await _kit.ConnectAsync("bob");
        _group.Fault = new TimeoutException();
        var adding = AddAsync(1, joined: 0);
        await _kit.AdvanceUntilAsync(() => adding.IsCompleted, TimeSpan.FromMilliseconds(500));
        adding.Exception!.InnerException.ShouldBeOfType<TimeoutException>();

        _group.Fault = null;
        await _group.AppendAsync();
        var again = AddAsync(1, joined: 0);
        await _kit.AdvanceUntilAsync(() => again.IsCompleted, TimeSpan.FromMilliseconds(500));
        await again;

        ShouldSay(await client.ReceiveAsync("member"), "added");
        (await client.ReceiveSeqsAsync("group", 1)).ShouldBe([1]);
    }

    private async Task<(SessionClient Bob, SessionClient Ann)> ConnectBothAsync()
    {
        (_bob.Version, _kit.Grains.User("ann").Version) = (3, 3);
        _bob.Join("g");
        _kit.Grains.User("ann").Join("g");
        return (await _kit.ConnectAsync("bob"), await _kit.ConnectAsync("ann"));
    }

    private Task AddAsync(long version, long joined) => ChangeAsync(new ConversationChange("bob", version, [new UserConversation(Group, joined)], []));

    private Task RemoveAsync(long version) => ChangeAsync(new ConversationChange("bob", version, [], [Group]));

    private Task ChangeAsync(ConversationChange change) => _kit.Services.Lanes.ControlLane.ConversationsChangedAsync(change);

    private static void ShouldSay(JsonObject member, string action)
    {
        member["group_id"]!.GetValue<string>().ShouldBe("g");
        member["user_id"]!.GetValue<string>().ShouldBe("bob");
        member["action"]!.GetValue<string>().ShouldBe(action);
        member.ContainsKey("seq").ShouldBeFalse("no entry of the log says it");
    }
}
