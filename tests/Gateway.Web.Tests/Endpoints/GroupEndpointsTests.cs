using System.Net;
using System.Text;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Users;

namespace Orleans.Realtime.Gateway.Web.Tests.Endpoints;

public sealed class GroupEndpointsTests : IAsyncLifetime
{
    private const string Anna = "user_id=anna";
    private const string Groups = "/api/v1/groups";

    private readonly IConversationGrain _group = Substitute.For<IConversationGrain>();
    private readonly Actor _anna = new("anna", IsService: false, IsAdmin: false);
    private ApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await ApiServer.StartAsync();
        _server.Grains.GetGrain<IConversationGrain>(Arg.Any<string>(), Arg.Any<string?>()).Returns(_group);
        _group.CreateAsync(Arg.Any<CreateGroup>()).Returns(new GroupInfo("g", "G", "anna", 1_763_690_000_000, 2, 0, "e"));
        _group.GetMembersAsync(Arg.Any<Actor>(), Arg.Any<string?>(), Arg.Any<int>()).Returns(new MembersPage(
            new[] { new ConversationMember("anna", 0, 4, IsOwner: true, Online: true), new ConversationMember("ben", 3, 3, IsOwner: false, Online: false) }, 2, false));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Create_AsksTheGroupsGrain_AndDescribesTheGroup()
    {
        var answer = await _server.PostAsync(Groups, """{"group_id":"g","name":"G","members":["ben"],"id":"k"}""", Anna);

        answer.Text.ShouldBe(
            """{"group_id":"g","name":"G","owner_id":"anna","created_at":"2025-11-21T01:53:20.000Z","member_count":2,"members":["anna","ben"],"last_seq":0,"epoch":"e"}""");
        _server.Grains.Received().GetGrain<IConversationGrain>("group/g", Arg.Any<string?>());
        await _group.Received().CreateAsync(Arg.Is<CreateGroup>(r => r.By == _anna && r.Name == "G" && r.Members.Single() == "ben" && r.RequestId == "k"));
    }

    [Fact]
    public async Task Create_WithAKey_ComesToOneGroup_AndWithoutToAnother()
    {
        var keys = new List<string>();
        _server.Grains.GetGrain<IConversationGrain>(Arg.Do<string>(keys.Add), Arg.Any<string?>()).Returns(_group);

        await _server.PostAsync(Groups, "{}", Anna, ("Idempotency-Key", "k"));
        await _server.PostAsync(Groups, """{"id":"k"}""", Anna);
        await _server.PostAsync(Groups, "{}", "user_id=ben", ("Idempotency-Key", "k"));
        await _server.PostAsync(Groups, "{}", Anna);
        await _server.PostAsync(Groups, "{}", Anna);

        keys[1].ShouldBe(keys[0]);
        keys.Distinct().Count().ShouldBe(4);
    }

    [Theory]
    [InlineData("""{"owner_id":"ben"}""", "user_id=anna", HttpStatusCode.Forbidden, "forbidden")]
    [InlineData("""{"owner_id":""}""", ApiServer.Service, HttpStatusCode.BadRequest, "bad_request")]
    [InlineData("""{"id":""}""", "user_id=anna", HttpStatusCode.BadRequest, "bad_request")]
    [InlineData("""{"group_id":"a\nb"}""", "user_id=anna", HttpStatusCode.BadRequest, "bad_request")]
    [InlineData("""{"members":["a",null]}""", "user_id=anna", HttpStatusCode.BadRequest, "bad_request")]
    [InlineData("""[]""", "user_id=anna", HttpStatusCode.BadRequest, "bad_request")]
    public async Task Create_OfWhatMayNotBe_IsRefused(string body, string who, HttpStatusCode status, string code)
    {
        (await _server.PostAsync(Groups, body, who)).ShouldBeProblem(status, code);
        await _group.DidNotReceive().CreateAsync(Arg.Any<CreateGroup>());
    }

    [Fact]
    public async Task Create_ByAService_MakesTheOwnerNamed()
    {
        (await _server.PostAsync(Groups, """{"owner_id":"anna"}""")).Status.ShouldBe(HttpStatusCode.OK);

        await _group.Received().CreateAsync(Arg.Is<CreateGroup>(request => request.By.UserId == "anna"));
    }

    [Theory]
    [InlineData(RealtimeErrorCode.NotFound, HttpStatusCode.NotFound, "not_found")]
    [InlineData(RealtimeErrorCode.NotMember, HttpStatusCode.Forbidden, "not_member")]
    [InlineData(RealtimeErrorCode.Forbidden, HttpStatusCode.Forbidden, "forbidden")]
    [InlineData(RealtimeErrorCode.Conflict, HttpStatusCode.Conflict, "conflict")]
    [InlineData(RealtimeErrorCode.BadRequest, HttpStatusCode.BadRequest, "bad_request")]
    [InlineData(RealtimeErrorCode.Unavailable, HttpStatusCode.ServiceUnavailable, "unavailable")]
    public async Task Refusals_OfTheGrain_AreProblems(RealtimeErrorCode refusal, HttpStatusCode status, string code)
    {
        var fault = new RealtimeException(refusal, "No.");
        _group.GetAsync(Arg.Any<Actor>()).ThrowsAsync(fault);
        _group.CreateAsync(Arg.Any<CreateGroup>()).ThrowsAsync(fault);
        _group.DeleteAsync(Arg.Any<Actor>()).ThrowsAsync(fault);
        _group.RemoveMemberAsync(Arg.Any<Actor>(), Arg.Any<string>()).ThrowsAsync(fault);
        _group.GetHistoryAsync(Arg.Any<Actor>(), Arg.Any<HistoryQuery>()).ThrowsAsync(fault);

        (await _server.GetAsync($"{Groups}/g", Anna)).ShouldBeProblem(status, code);
        (await _server.PostAsync(Groups, "{}", Anna)).ShouldBeProblem(status, code);
        (await SendAsync(HttpMethod.Delete, $"{Groups}/g")).ShouldBeProblem(status, code);
        (await SendAsync(HttpMethod.Delete, $"{Groups}/g/members/ben")).ShouldBeProblem(status, code);
        (await _server.GetAsync($"{Groups}/g/messages", Anna)).ShouldBeProblem(status, code);
    }

    [Fact]
    public async Task Members_AreListedWithStatusAndRole()
    {
        var answer = await _server.GetAsync($"{Groups}/g/members?after=a&limit=5", Anna);

        answer.Text.ShouldBe(
            """{"group_id":"g","members":[{"user_id":"anna","status":"online","role":"owner","joined_seq":0,"read_seq":4},"""
            + """{"user_id":"ben","status":"offline","role":"member","joined_seq":3,"read_seq":3}],"member_count":2,"has_more":false}""");
        await _group.Received().GetMembersAsync(_anna, "a", 5);
        await _server.GetAsync($"{Groups}/g/members?limit=100000", Anna);
        await _group.Received().GetMembersAsync(_anna, null, 1_000);
    }

    [Fact]
    public async Task MembersAndName_AreChangedInTheCallersName()
    {
        _group.AddMembersAsync(_anna, Arg.Any<IReadOnlyList<string>>()).Returns(new MembersChange(new[] { "ben" }, 3));
        _group.RenameAsync(_anna, "N").Returns(new GroupInfo("g", "N", "anna", 0, 2, 0, "e"));

        (await _server.PostAsync($"{Groups}/g/members", """{"user_ids":["ben","carl"]}""", Anna)).Text.ShouldBe("""{"group_id":"g","added":["ben"],"member_count":3}""");
        (await SendAsync(HttpMethod.Patch, $"{Groups}/g", """{"name":"N"}""")).Json["name"]!.GetValue<string>().ShouldBe("N");
        (await SendAsync(HttpMethod.Delete, $"{Groups}/g/members/a%2Fb")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await SendAsync(HttpMethod.Delete, $"{Groups}/g")).Status.ShouldBe(HttpStatusCode.NoContent);

        await _group.Received().RemoveMemberAsync(_anna, "a/b");
        await _group.Received().DeleteAsync(_anna);
    }

    [Fact]
    public async Task List_NamesTheCallersGroups_Sorted()
    {
        var user = Substitute.For<IUserGrain>();
        _server.Grains.GetGrain<IUserGrain>("anna", Arg.Any<string?>()).Returns(user);
        user.GetConversationsAsync().Returns(new[] { new UserConversation(LogId.Group("z"), 0), new UserConversation(LogId.Private("anna", "ben"), 0), new UserConversation(LogId.Group("a"), 3) });

        (await _server.GetAsync(Groups, Anna)).Text.ShouldBe("""{"group_ids":["a","z"]}""");
    }

    [Fact]
    public async Task Everything_NeedsAUser()
    {
        foreach (var path in new[] { Groups, $"{Groups}/g", $"{Groups}/g/members", $"{Groups}/g/messages", "/api/v1/unread/all", "/api/v1/private/x/messages" })
        {
            (await _server.GetAsync(path, "x=y")).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthorized");
        }
    }

    private Task<ApiServer.Answer> SendAsync(HttpMethod method, string path, string? json = null) =>
        _server.SendAsync(method, path, Anna, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"), []);
}
