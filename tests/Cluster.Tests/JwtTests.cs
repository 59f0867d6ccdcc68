using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Net.Http.Headers;
using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests;

/// <summary>A server that takes only signed tokens.</summary>
public sealed class JwtTests : IAsyncLifetime
{
    private const string Secret = "a secret of more than thirty-two bytes";

    private EmbeddedServer? _server;

    private EmbeddedServer Server => _server!;

    public async Task InitializeAsync() => _server = await EmbeddedServer.StartAsync(("Auth:Mode", "Jwt"), ("Auth:Jwt:Secret", Secret), ("Auth:Jwt:ClockSkew", "00:00:00"));

    public async Task DisposeAsync() => await Server.DisposeAsync();

    [Fact]
    public async Task TokenInTheQuery_AndInTheHeader_AreTaken()
    {
        var token = Token("alice", TimeSpan.FromHours(1));
        await using var byQuery = await TestClient.ConnectAsync(Server.SocketUri($"token={token}"));
        await using var byHeader = await TestClient.ConnectAsync(Server.SocketUri(""), options => options.SetRequestHeader("Authorization", "Bearer " + token));

        byQuery.Connected["user_id"]!.GetValue<string>().ShouldBe("alice");
        byHeader.Connected["user_id"]!.GetValue<string>().ShouldBe("alice");
    }

    [Fact]
    public async Task RoleClaim_OpensTheServiceApi()
    {
        using var http = new HttpClient { BaseAddress = Server.Address };

        (await PostEventAsync(http, Token("backend", TimeSpan.FromHours(1), "\"role\":\"service\""))).ShouldBe(HttpStatusCode.OK);
        (await PostEventAsync(http, Token("backend", TimeSpan.FromHours(1), "\"role\":[\"other\",\"service\"]"))).ShouldBe(HttpStatusCode.OK);
        (await PostEventAsync(http, Token("alice", TimeSpan.FromHours(1)))).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task BadTokens_AreRefused()
    {
        var good = Token("alice", TimeSpan.FromHours(1), "\"role\":\"service\"");
        var parts = good.Split('.');
        using var http = new HttpClient { BaseAddress = Server.Address };
        string[] bad =
        [
            "",
            "garbage",
            Token("alice", TimeSpan.FromSeconds(-10), "\"role\":\"service\""),
            Encode("""{"alg":"none","typ":"JWT"}""") + "." + parts[1] + ".",
            parts[0] + "." + Encode("""{"sub":"admin","role":"service","exp":4000000000}""") + "." + parts[2],
            Sign(Encode("""{"alg":"HS256","typ":"JWT"}""") + "." + Encode("""{"sub":"alice","role":"service"}""")),
            Sign(Encode("""{"alg":"HS256","typ":"JWT"}""") + "." + Encode("""{"role":"service","exp":4000000000}""")),
        ];

        foreach (var token in bad)
        {
            (await PostEventAsync(http, token)).ShouldBe(HttpStatusCode.Unauthorized, token);
        }

        (await PostEventAsync(http, good)).ShouldBe(HttpStatusCode.OK);
        using var api = new ServiceApi(Server.Address);
        (await api.PostAsync("/api/v1/events", """{"user_id":"u","type":"t","data":1}""")).Status.ShouldBe(HttpStatusCode.Unauthorized, "?user_id= is for Development mode only");
    }

    [Fact]
    public async Task LiveConnection_ClosesWith4401_WhenItsTokenRunsOut()
    {
        await using var client = await TestClient.ConnectAsync(Server.SocketUri($"token={Token("alice", TimeSpan.FromSeconds(2))}"));

        (await client.WaitForCloseAsync()).ShouldBe(4401);
    }

    [Fact]
    public async Task FreshToken_KeepsTheConnection_AndAnotherUsersIsRefused()
    {
        await using var client = await TestClient.ConnectAsync(Server.SocketUri($"token={Token("alice", TimeSpan.FromSeconds(3))}"));
        await using var witness = await TestClient.ConnectAsync(Server.SocketUri($"token={Token("alice", TimeSpan.FromSeconds(3))}"));

        var refused = await client.RequestAsync($$"""{"type":"auth","id":"1","token":"{{Token("bob", TimeSpan.FromHours(1))}}"}""");
        var taken = await client.RequestAsync($$"""{"type":"auth","id":"2","token":"{{Token("alice", TimeSpan.FromHours(1))}}"}""");

        refused["code"]!.GetValue<string>().ShouldBe("forbidden");
        taken["ok"]!.GetValue<bool>().ShouldBeTrue();
        (await witness.WaitForCloseAsync()).ShouldBe(4401);
        (await client.ReceiveUntilPongAsync()).ShouldBeEmpty();
    }

    private static async Task<HttpStatusCode> PostEventAsync(HttpClient http, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/events")
        {
            Content = new StringContent("""{"user_id":"u","type":"t","data":1}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    private static string Token(string user, TimeSpan life, string? more = null)
    {
        var expires = TimeProvider.System.GetUtcNow().Add(life).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return Sign(Encode("""{"alg":"HS256","typ":"JWT"}""") + "." + Encode($$"""{"sub":"{{user}}","exp":{{expires}}{{(more is null ? "" : "," + more)}}}"""));
    }

    private static string Sign(string unsigned) => unsigned + "." + Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.ASCII.GetBytes(unsigned)));

    private static string Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
