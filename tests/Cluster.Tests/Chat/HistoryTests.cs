using System.Text.Json.Nodes;
using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests.Chat;

/// <summary>Paging through what was said.</summary>
[Collection(ChatSuite.Name)]
public sealed class HistoryTests(ChatServerFixture chat)
{
    private const int Total = 12;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_GoBothWays_OverHttpAndOverTheSocket(bool byPeer)
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        var group = await anna.CreateGroupAsync(ben);
        for (var i = 1; i <= Total; i++)
        {
            await (byPeer ? anna.WhisperAsync(ben, $"{i}") : anna.SayAsync(group, $"{i}"));
        }

        var client = await ben.ConnectAsync();
        var (path, name) = byPeer ? ($"/api/v1/private/{anna.Id}/messages", $"\"peer_user_id\":\"{anna.Id}\"") : ($"/api/v1/groups/{group}/messages", $"\"group_id\":\"{group}\"");
        foreach (var (bounds, expected, more) in new (string, int[], bool)[]
        {
            ("", [.. Enumerable.Range(1, Total)], false),
            ("limit=5", [8, 9, 10, 11, 12], true),
            ("before_seq=8&limit=5", [3, 4, 5, 6, 7], true),
            ("before_seq=3&limit=5", [1, 2], false),
            ("before_seq=1", [], false),
            ("after_seq=0&limit=5", [1, 2, 3, 4, 5], true),
            ("after_seq=5&limit=5", [6, 7, 8, 9, 10], true),
            ("after_seq=10&limit=5", [11, 12], false),
            ("after_seq=12", [], false),
            ("after_seq=3&before_seq=7&limit=100", [4, 5, 6], false),
            ("limit=9999", [.. Enumerable.Range(1, Total)], false),
        })
        {
            var frame = string.Concat(bounds.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(each => ",\"" + each.Replace("=", "\":", StringComparison.Ordinal)));
            var reply = await client.AskAsync($$"""{"type":"history","id":"h{{bounds}}",{{name}}{{frame}}}""");
            var page = await ben.GetOkAsync(bounds.Length > 0 ? $"{path}?{bounds}" : path);
            foreach (var answer in new[] { page, reply })
            {
                Contents(answer).ShouldBe(expected, bounds);
                answer["has_more"]!.GetValue<bool>().ShouldBe(more, bounds);
                answer["messages"]!.AsArray().ShouldAllBe(message => message!.Text("from_user_id") == anna.Id && message!.Text("type") == (byPeer ? "private" : "group"));
            }
        }

        foreach (var bounds in new[] { "limit=0", "limit=-1", "limit=x", "after_seq=-1", "before_seq=1.5" })
        {
            await ben.Api.GetAsync($"{path}?{bounds}").ShouldBeRefusedAsync("bad_request");
        }
    }

    [Fact]
    public async Task Pages_CountMessages_NotWhatStandsBetweenThem()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        var group = await anna.CreateGroupAsync();
        var ids = new List<string>();
        for (var i = 1; i <= 6; i++)
        {
            ids.Add((await anna.SayAsync(group, $"{i}")).Text("message_id"));
            await (i % 2 == 0 ? anna.RemoveAsync(group, ben) : anna.AddAsync(group, ben));
        }

        await anna.Api.DeleteAsync($"/api/v1/groups/{group}/messages/{ids[2]}");

        var newest = await anna.GetOkAsync($"/api/v1/groups/{group}/messages?limit=3");
        Contents(newest).ShouldBe([4, 5, 6]);
        newest["has_more"]!.GetValue<bool>().ShouldBeTrue();
        var older = await anna.GetOkAsync($"/api/v1/groups/{group}/messages?limit=3&before_seq={newest["messages"]![0]!.Number("seq")}");
        Contents(older).ShouldBe([1, 2]);
        older["has_more"]!.GetValue<bool>().ShouldBeFalse();
        Contents(await anna.GetOkAsync($"/api/v1/groups/{group}/messages?limit=3&after_seq=0")).ShouldBe([1, 2, 4]);
    }

    [Fact]
    public async Task Service_ReadsAnyGroup()
    {
        await using ChatUser anna = chat.User("anna"), backend = chat.Service();
        var group = await anna.CreateGroupAsync();
        await anna.SayAsync(group, "1");

        (await backend.HistoryAsync(group)).Count.ShouldBe(1);
        var reply = await (await backend.ConnectAsync()).AskAsync($$"""{"type":"history","id":"h","group_id":"{{group}}"}""");
        Contents(reply).ShouldBe([1]);
    }

    private static int[] Contents(JsonObject page) => [.. page["messages"]!.AsArray().Select(message => (int)message!.Number("content"))];
}
