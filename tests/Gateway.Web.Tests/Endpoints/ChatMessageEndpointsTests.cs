using System.Net;
using System.Text;
using NSubstitute;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Users;

namespace Orleans.Realtime.Gateway.Web.Tests.Endpoints;

/// <summary>Messages of groups and private conversations over HTTP.</summary>
public sealed class ChatMessageEndpointsTests : IAsyncLifetime
{
    private const string Anna = "user_id=anna";
    private const string ToGroup = "/api/v1/groups/messages";
    private const string ToUser = "/api/v1/messages/private";

    private readonly IConversationGrain _conversation = Substitute.For<IConversationGrain>();
    private readonly Actor _anna = new("anna", IsService: false, IsAdmin: false);
    private ApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await ApiServer.StartAsync();
        _server.Grains.GetGrain<IConversationGrain>(Arg.Any<string>(), Arg.Any<string?>()).Returns(_conversation);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("", Anna, "anna", EchoPolicy.ExceptSender, false)]
    [InlineData(",\"echo\":true", Anna, "anna", EchoPolicy.Everyone, false)]
    [InlineData(",\"from_user_id\":\"anna\"", Anna, "anna", EchoPolicy.ExceptSender, false)]
    [InlineData(",\"from_user_id\":\"anna\"", ApiServer.Service, "anna", EchoPolicy.ExceptSender, true)]
    [InlineData("", ApiServer.Service, "backend", EchoPolicy.ExceptSender, true)]
    public async Task GroupMessage_IsPublishedAsItsSenders(string fields, string who, string sender, EchoPolicy echo, bool onBehalf)
    {
        var answer = await _server.PostAsync(ToGroup, $$"""{"group_id":"g","content":[1.10],"mentions":["ben"],"id":"k"{{fields}}}""", who);

        var (log, message) = _server.Publisher.Published.ShouldHaveSingleItem();
        log.ShouldBe(LogId.Group("g"));
        message.Kind.ShouldBe(MessageKind.Group);
        message.SenderId.ShouldBe(sender);
        message.Echo.ShouldBe(echo);
        message.OnBehalf.ShouldBe(onBehalf);
        message.ClientId.ShouldBe("k");
        message.Mentions.ShouldBe(["ben"]);
        Encoding.UTF8.GetString(message.Data).ShouldBe("[1.10]");
        answer.Text.ShouldBe($$"""{"message_id":"{{message.Id}}","seq":1,"created_at":"2025-11-21T01:53:20.123Z"}""");
    }

    [Fact]
    public async Task PrivateMessage_GoesToTheConversationOfTheTwo()
    {
        await _server.PostAsync(ToUser, """{"to_user_id":"ben","content":1}""", Anna);
        await _server.PostAsync(ToUser, """{"to_user_id":"anna","content":2,"from_user_id":"ben"}""");

        var published = _server.Publisher.Published.ToArray();
        published.ShouldAllBe(each => each.Log == LogId.Private("anna", "ben") && each.Message.Kind == MessageKind.Private);
        published.Select(each => each.Message.SenderId).ShouldBe(["anna", "ben"]);
    }

    [Theory]
    [InlineData(ToGroup, """{"content":1}""")]
    [InlineData(ToGroup, """{"group_id":"g"}""")]
    [InlineData(ToGroup, """{"group_id":"g","data":1}""")]
    [InlineData(ToGroup, """{"group_id":"g","content":1,"mentions":[""]}""")]
    [InlineData(ToGroup, """{"group_id":"g","content":1,"mentions":1}""")]
    [InlineData(ToUser, """{"content":1}""")]
    [InlineData(ToUser, """{"to_user_id":"anna","content":1}""")]
    [InlineData(ToUser, """{"to_user_id":"ben"}""")]
    [InlineData("/api/v1/messages/group/read", """{"group_id":"g"}""")]
    [InlineData("/api/v1/messages/group/read", """{"seq":1}""")]
    [InlineData("/api/v1/messages/group/read", """{"group_id":"g","seq":-1}""")]
    [InlineData("/api/v1/messages/group/read", """{"group_id":"g","seq":1.5}""")]
    [InlineData("/api/v1/messages/private/read", """{"peer_user_id":"anna","seq":1}""")]
    [InlineData("/api/v1/messages/private/read", """{"peer_user_id":"ben"}""")]
    public async Task Requests_WithAFault_AreRefused(string path, string json)
    {
        (await _server.PostAsync(path, json, Anna)).ShouldBeProblem(HttpStatusCode.BadRequest, "bad_request");
        _server.Publisher.Published.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ToGroup, "\"group_id\":\"g\"")]
    [InlineData(ToUser, "\"to_user_id\":\"carl\"")]
    public async Task Users_SendInTheirOwnNameOnly(string path, string to) =>
        (await _server.PostAsync(path, $$"""{{{to}},"content":1,"from_user_id":"ben"}""", Anna)).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");

    [Fact]
    public async Task Read_AnswersWithWhatIsLeft()
    {
        _conversation.MarkReadAsync("anna", 5, null).Returns(new ReadState(7, 2));

        (await _server.PostAsync("/api/v1/messages/group/read", """{"group_id":"g","seq":5}""", Anna)).Text.ShouldBe("""{"seq":7,"unread":2}""");
        (await _server.PostAsync("/api/v1/messages/private/read", """{"peer_user_id":"ben","seq":5}""", Anna)).Text.ShouldBe("""{"seq":7,"unread":2}""");

        _server.Grains.Received().GetGrain<IConversationGrain>("group/g", Arg.Any<string?>());
        _server.Grains.Received().GetGrain<IConversationGrain>(LogId.Private("anna", "ben").ToString(), Arg.Any<string?>());
    }

    [Fact]
    public async Task Receipts_TellWhoHasRead()
    {
        _conversation.GetReceiptsAsync(_anna, "m1").Returns(new MessageReceipts(1, 5, new[] { "ben" }));

        (await _server.GetAsync("/api/v1/groups/g/messages/m1/receipts", Anna)).Text.ShouldBe("""{"read_count":1,"member_count":5,"readers":["ben"]}""");
    }

    [Theory]
    [InlineData("/api/v1/groups/g/messages/m1")]
    [InlineData("/api/v1/private/ben/messages/m1")]
    public async Task Recall_TakesTheKey_AndAnswersWithTheMessagesId(string path)
    {
        _conversation.RecallAsync(_anna, "m1", "k", null).Returns(new PublishReceipt { MessageId = "of the recall", Seq = 9, CreatedAtUnixMs = 1_763_690_000_000 });

        (await DeleteAsync(path, ("Idempotency-Key", "k"))).Text.ShouldBe("""{"message_id":"m1","seq":9,"created_at":"2025-11-21T01:53:20.000Z"}""");
        (await DeleteAsync(path, ("Idempotency-Key", new string('k', 65)))).ShouldBeProblem(HttpStatusCode.BadRequest, "bad_request");
    }

    [Fact]
    public async Task History_HasTheFieldsOfTheFrames_AndTheContentUntouched()
    {
        _conversation.GetHistoryAsync(_anna, new HistoryQuery(3, 9, 2)).Returns(new MessagePage(new[] { Stored(MessageKind.Group, 4, "1.10", "ben"), Stored(MessageKind.Group, 6, "\"<é>\"") }, true, 1, 9, "e"));
        const string Page = "?after_seq=3&before_seq=9&limit=2";

        (await _server.GetAsync("/api/v1/groups/g/messages" + Page, Anna)).Text.ShouldBe(
            """{"messages":[{"type":"group","id":"m4","group_id":"g","seq":4,"from_user_id":"anna","content":1.10,"created_at":"2025-11-21T01:53:20.000Z","mentions":["ben"]},"""
            + """{"type":"group","id":"m6","group_id":"g","seq":6,"from_user_id":"anna","content":"<é>","created_at":"2025-11-21T01:53:20.000Z"}],"has_more":true,"epoch":"e"}""");

        _conversation.GetHistoryAsync(_anna, new HistoryQuery(3, 9, 2)).Returns(new MessagePage(new[] { Stored(MessageKind.Private, 4, "1") }, false, 1, 9, "e"));
        (await _server.GetAsync("/api/v1/private/ben/messages" + Page, Anna)).Text.ShouldBe(
            """{"messages":[{"type":"private","id":"m4","from_user_id":"anna","to_user_id":"ben","seq":4,"content":1,"created_at":"2025-11-21T01:53:20.000Z"}],"has_more":false,"epoch":"e"}""");
    }

    [Fact]
    public async Task Unread_IsSortedByKind_WithTheNewestMessages()
    {
        var user = Substitute.For<IUserGrain>();
        _server.Grains.GetGrain<IUserGrain>("ben", Arg.Any<string?>()).Returns(user);
        user.GetUnreadAsync(20).Returns(new[]
        {
            new ConversationUnread(LogId.Group("g"), 2, 9, "e", 3, new[] { Stored(MessageKind.Group, 4, "1") }),
            new ConversationUnread(LogId.Private("anna", "ben"), 1, 4, "f", 0, new[] { Stored(MessageKind.Private, 4, "2") }),
        });

        (await _server.GetAsync("/api/v1/unread/all", "user_id=ben")).Text.ShouldBe(
            """{"private_unreads":[{"peer_user_id":"anna","count":1,"last_seq":4,"epoch":"f","messages":[{"type":"private","id":"m4","from_user_id":"anna","to_user_id":"ben","seq":4,"content":2,"created_at":"2025-11-21T01:53:20.000Z"}]}"""
            + """],"group_unreads":[{"group_id":"g","count":2,"last_seq":9,"epoch":"e","messages":[{"type":"group","id":"m4","group_id":"g","seq":4,"from_user_id":"anna","content":1,"created_at":"2025-11-21T01:53:20.000Z"}]}]}""");
    }

    private static Message Stored(MessageKind kind, long seq, string content, params string[] mentions) => new()
    {
        Id = "m" + seq, Kind = kind, Seq = seq, SenderId = "anna", Data = Encoding.UTF8.GetBytes(content), CreatedAtUnixMs = 1_763_690_000_000, Mentions = mentions,
    };

    private Task<ApiServer.Answer> DeleteAsync(string path, params (string Name, string Value)[] headers) => _server.SendAsync(HttpMethod.Delete, path, Anna, null, headers);
}
