using Orleans.Realtime.Cluster.Tests.Support;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Cluster.Tests.Chat;

/// <summary>With Redis a server that is killed and started again gives the same answers.</summary>
public sealed class ChatRestartTests
{
    [Fact]
    public async Task ServerKilledAndStartedAgain_KnowsMembersMessagesUnreadAndReceipts()
    {
        await using var redis = await RedisServer.StartAsync();
        string group, session, messageId;
        string[] paths;
        Dictionary<(string User, string Path), string> before = [];
        long lastSeen;
        await using (var server = await StartAsync(redis))
        {
            await using ChatUser anna = new(server, "anna"), ben = new(server, "ben"), carl = new(server, "carl"), dora = new(server, "dora");
            group = await anna.CreateGroupAsync(ben, carl);
            var client = await ben.ConnectAsync();
            session = client.SessionId;
            await anna.SayAsync(group, $"\"@{carl.Id} hello\"");
            var regretted = await anna.SayAsync(group, "\"regretted\"", ",\"id\":\"key\"");
            await anna.AddAsync(group, dora);
            var message = await anna.SayAsync(group, "9007199254740993");
            messageId = message.Text("message_id");
            await anna.WhisperAsync(ben, "\"psst\"");
            await carl.MarkReadAsync(group, message.Number("seq"));
            await anna.Api.DeleteAsync($"/api/v1/groups/{group}/messages/{regretted.Text("message_id")}");
            await anna.RemoveAsync(group, dora);
            lastSeen = (await client.ReceiveUntilAsync(frame => frame.Text("type") == "member" && frame.Text("action") == "removed")).Number("seq");
            client.Abort();
            await Eventually.HoldsAsync(async () => (await ben.GetOkAsync("/api/v1/users/ben/presence")).Text("status") == "offline");

            paths =
            [
                $"/api/v1/groups/{group}", $"/api/v1/groups/{group}/members", $"/api/v1/groups/{group}/messages", $"/api/v1/groups/{group}/messages?limit=1&after_seq=0",
                $"/api/v1/groups/{group}/messages/{messageId}/receipts", "/api/v1/groups", "/api/v1/unread/all", "/api/v1/private/anna/messages",
            ];
            await ForEachAsync(server, paths, async (user, path) => before[(user.Id, path)] = (await user.Api.GetAsync(path)).Body!.ToJsonString());
            server.Signal("KILL");
            await server.WaitForExitAsync(TestClient.Patience);
        }

        before.Values.ShouldAllBe(answer => !answer.Contains("regretted", StringComparison.Ordinal));
        await using (var server = await StartAsync(redis))
        {
            await using ChatUser anna = new(server, "anna"), ben = new(server, "ben"), carl = new(server, "carl"), dora = new(server, "dora");
            await Eventually.HoldsAsync(async () => (await anna.Api.GetAsync("/api/v1/groups")).Status == System.Net.HttpStatusCode.OK);
            await ForEachAsync(server, paths, async (user, path) => (await user.Api.GetAsync(path)).Body!.ToJsonString().ShouldBe(before[(user.Id, path)], $"{path} for {user.Id}"));

            // The id of a recalled message is taken yet, and a client goes on where it was.
            (await anna.SayAsync(group, "\"again\"", ",\"id\":\"key\"")).Number("seq").ShouldBe(2);
            var next = await anna.SayAsync(group, "\"after the restart\"");
            var client = await ben.ConnectAsync(session);
            await client.AskAsync($$"""{"type":"resume","id":"r","groups":{"{{group}}":{{lastSeen}} },"privates":{"anna":0} }""");
            var frames = await client.RestAsync();
            frames.Where(frame => frame.ContainsKey("group_id")).ShouldHaveSingleItem().Text("id").ShouldBe(next.Text("message_id"));
            frames.Where(frame => frame.Text("type") == "private").ShouldHaveSingleItem().Text("content").ShouldBe("psst");
            await dora.Api.GetAsync($"/api/v1/groups/{group}").ShouldBeRefusedAsync("not_member");
            var mention = await (await carl.ConnectAsync()).NextAsync("mention");
            mention.Number("message_seq").ShouldBe(1);
        }
    }

    private static Task<EmbeddedServer> StartAsync(RedisServer redis) => EmbeddedServer.StartAsync(("ConnectionStrings:Redis", redis.ConnectionString));

    private static async Task ForEachAsync(EmbeddedServer server, string[] paths, Func<ChatUser, string, Task> look)
    {
        foreach (var id in new[] { "anna", "ben", "carl", "dora" })
        {
            await using var user = new ChatUser(server, id);
            foreach (var path in paths)
            {
                await look(user, path);
            }
        }
    }
}
