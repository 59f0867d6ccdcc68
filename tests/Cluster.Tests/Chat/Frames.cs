using System.Net;
using System.Text.Json.Nodes;
using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests.Chat;

/// <summary>Reading frames and answers.</summary>
internal static class Frames
{
    public static string Text(this JsonNode node, string field) => node[field]!.GetValue<string>();

    public static long Number(this JsonNode node, string field) => node[field]!.GetValue<long>();

    public static IEnumerable<string> Texts(this JsonNode node, string field) => node[field]!.AsArray().Select(each => each!.GetValue<string>());

    /// <summary>The next frame, whose type must be this one: only <c>presence</c> may come in between, since others come and go when they like.</summary>
    public static Task<JsonObject> NextAsync(this TestClient client, string type) =>
        type == "presence" ? client.ReceiveAsync(type) : client.ReceiveAsync(type, "presence");

    /// <summary>What came until now, without <c>presence</c>.</summary>
    public static async Task<IReadOnlyList<JsonObject>> RestAsync(this TestClient client) =>
        [.. (await client.ReceiveUntilPongAsync()).Where(frame => frame.Text("type") != "presence")];

    /// <summary>Sends a frame and reads its good reply.</summary>
    public static async Task<JsonObject> AskAsync(this TestClient client, string frame)
    {
        var reply = await client.RequestAsync(frame);
        reply.Text("type").ShouldBe("reply", reply.ToJsonString());
        reply["ok"]!.GetValue<bool>().ShouldBeTrue();
        return reply;
    }

    /// <summary>Sends a frame that must be refused so.</summary>
    public static async Task ShouldBeRefusedAsync(this TestClient client, string code, string frame)
    {
        var answer = await client.RequestAsync(frame);
        answer.Text("type").ShouldBe("error", frame);
        answer.Text("code").ShouldBe(code, frame);
        answer.Text("message").ShouldNotBeEmpty();
    }

    /// <summary>A problem of this code, with the status that belongs to it.</summary>
    public static async Task ShouldBeRefusedAsync(this Task<(HttpStatusCode Status, JsonNode? Body)> calling, string code)
    {
        var (status, body) = await calling;
        body.ShouldNotBeNull($"{status} instead of {code}");
        body["code"]?.GetValue<string>().ShouldBe(code, body.ToJsonString());
        status.ShouldBe(code switch
        {
            "bad_request" => HttpStatusCode.BadRequest,
            "unauthorized" => HttpStatusCode.Unauthorized,
            "forbidden" or "not_member" => HttpStatusCode.Forbidden,
            "not_found" => HttpStatusCode.NotFound,
            "conflict" => HttpStatusCode.Conflict,
            "too_large" => HttpStatusCode.RequestEntityTooLarge,
            _ => throw new ArgumentOutOfRangeException(nameof(code), code, "no such code"),
        });
    }
}
