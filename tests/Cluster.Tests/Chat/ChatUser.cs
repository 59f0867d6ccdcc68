using System.Net;
using System.Text.Json.Nodes;
using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests.Chat;

/// <summary>A person with devices: what it does over HTTP, and its sockets.</summary>
internal sealed class ChatUser(EmbeddedServer server, string id, string role = "") : IAsyncDisposable
{
    private readonly List<TestClient> _devices = [];

    public string Id => id;

    public ServiceApi Api { get; } = new(server.Address, $"user_id={Uri.EscapeDataString(id)}{role}");

    /// <summary>Opens a socket, or resumes a session.</summary>
    public async Task<TestClient> ConnectAsync(string? sessionId = null)
    {
        var query = $"user_id={Uri.EscapeDataString(id)}{role}" + (sessionId is null ? "" : $"&session_id={sessionId}");
        var device = await TestClient.ConnectAsync(server.SocketUri(query));
        _devices.Add(device);
        return device;
    }

    /// <summary>Makes a group of this user and others.</summary>
    public async Task<string> CreateGroupAsync(params IEnumerable<ChatUser> others)
    {
        var members = string.Join(',', others.Select(user => $"\"{user.Id}\""));
        return (await Api.PostOkAsync("/api/v1/groups", $$"""{"members":[{{members}}]}""")).Text("group_id");
    }

    /// <summary>Sends to a group over HTTP; further fields begin with a comma.</summary>
    public Task<JsonObject> SayAsync(string group, string content, string more = "") =>
        Api.PostOkAsync("/api/v1/groups/messages", $$"""{"group_id":"{{group}}","content":{{content}}{{more}}}""");

    /// <summary>Sends to one user over HTTP.</summary>
    public Task<JsonObject> WhisperAsync(ChatUser to, string content, string more = "") =>
        Api.PostOkAsync("/api/v1/messages/private", $$"""{"to_user_id":"{{to.Id}}","content":{{content}}{{more}}}""");

    public Task<JsonObject> MarkReadAsync(string group, long seq) => Api.PostOkAsync("/api/v1/messages/group/read", $$"""{"group_id":"{{group}}","seq":{{seq}}}""");

    public Task<JsonObject> AddAsync(string group, params IEnumerable<ChatUser> users) =>
        Api.PostOkAsync($"/api/v1/groups/{group}/members", $$"""{"user_ids":[{{string.Join(',', users.Select(user => $"\"{user.Id}\""))}}]}""");

    public async Task RemoveAsync(string group, ChatUser user) =>
        (await Api.DeleteAsync($"/api/v1/groups/{group}/members/{user.Id}")).Status.ShouldBe(HttpStatusCode.NoContent);

    public async Task<JsonObject> GetOkAsync(string path)
    {
        var (status, body) = await Api.GetAsync(path);
        status.ShouldBe(HttpStatusCode.OK, body?.ToJsonString());
        return body!.AsObject();
    }

    /// <summary>What <c>GET /unread/all</c> says of a group; null when nothing of it is unread.</summary>
    public async Task<JsonObject?> UnreadOfAsync(string group) =>
        (await GetOkAsync("/api/v1/unread/all"))["group_unreads"]!.AsArray().SingleOrDefault(each => each!.Text("group_id") == group)?.AsObject();

    public async Task<IReadOnlyList<JsonObject>> HistoryAsync(string group, string query = "") =>
        [.. (await GetOkAsync($"/api/v1/groups/{group}/messages{query}"))["messages"]!.AsArray().Select(message => message!.AsObject())];

    public async ValueTask DisposeAsync()
    {
        foreach (var device in _devices)
        {
            await device.DisposeAsync();
        }

        Api.Dispose();
    }
}
