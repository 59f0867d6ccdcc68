using System.Text.Json;

namespace Orleans.Realtime.Cluster.Tests.Documentation;

/// <summary>An example that is wrong is found to be wrong.</summary>
public sealed class JsonExampleTests
{
    [Theory]
    [InlineData("""{"type":"pong"}""", """{"type":"pong"}""")]
    [InlineData("""{"type":"room",…,"seq":1}""", """{"type":"room","id":"x","seq":1,"data":{}}""")]
    [InlineData("""{"data":{…},"ids":[…]}""", """{"data":{"a":1},"ids":["a","b"]}""")]
    [InlineData("""{"ids":["a",…]}""", """{"ids":["a","b"]}""")]
    [InlineData("""{"id":"1m7z…","of":"1m7z…"}""", """{"id":"1m7zyf6km","of":"1m7zyf6km"}""")]
    [InlineData("""{"id":"1763690000000-0","last_id":"1763690000000-0"}""", """{"id":"1795294731000-3","last_id":"1795294731000-3"}""")]
    [InlineData("""{"created_at":"2026-11-21T08:00:00.123Z","timestamp":1}""", """{"created_at":"2030-01-01T00:00:00.000Z","timestamp":2}""")]
    [InlineData("""{"text":"…","n":1.0}""", """{"text":["anything"],"n":1.0}""")]
    public void RightExample_Matches(string example, string actual) => Match(example, actual).ShouldBeEmpty();

    [Theory]
    [InlineData("""{"type":"pong"}""", """{"type":"ping"}""", "$.type is \"ping\", not \"pong\"")]
    [InlineData("""{"type":"pong"}""", """{"type":"pong","id":"1"}""", "$ has 'id' besides")]
    [InlineData("""{"type":"pong","id":"1"}""", """{"type":"pong"}""", "$ has no 'id'")]
    [InlineData("""{"seq":1}""", """{"seq":"1"}""", "$.seq is \"1\", not 1")]
    [InlineData("""{"n":9007199254740993}""", """{"n":9007199254740992}""", "$.n is 9007199254740992, not 9007199254740993")]
    [InlineData("""{"ids":["a"]}""", """{"ids":["a","b"]}""", """$.ids has 2 items, not 1: ["a","b"]""")]
    [InlineData("""{"id":"1m7z…","of":"1m7z…"}""", """{"id":"1m7zyf6km","of":"1m80"}""", "$.of is \"1m80\", but \"1m7z…\" stands for \"1m7zyf6km\" on this page")]
    [InlineData("""{"created_at":"2026-11-21T08:00:00Z"}""", """{"created_at":"2030-01-01T00:00:00.000Z"}""", "$.created_at is \"2030-01-01T00:00:00.000Z\", which has not the form of \"2026-11-21T08:00:00Z\"")]
    public void WrongExample_SaysWhere(string example, string actual, string difference) => Match(example, actual).ShouldBe(difference);

    [Fact]
    public void Name_StandsForTheSameThingLaterOn()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        JsonExample.Parse("""{"session_id":"6ef4…"}""").Matches(Json("""{"session_id":"6ef4ef440dc2"}"""), names, out _).ShouldBeTrue();

        JsonExample.Substitute("ws://127.0.0.1:8080/ws?session_id=6ef4…", names).ShouldBe("ws://127.0.0.1:8080/ws?session_id=6ef4ef440dc2");
        JsonExample.Parse("""{"session_id":"6ef4…"}""").Matches(Json("""{"session_id":"another"}"""), names, out _).ShouldBeFalse();
    }

    private static string Match(string example, string actual)
    {
        JsonExample.Parse(example).Matches(Json(actual), new Dictionary<string, string>(StringComparer.Ordinal), out var difference);
        return difference;
    }

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
