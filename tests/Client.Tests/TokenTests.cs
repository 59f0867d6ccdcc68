using System.Buffers.Text;
using System.Text;
using Orleans.Realtime.Client.Tests.Support;

namespace Orleans.Realtime.Client.Tests;

/// <summary>Tokens: had, refreshed, rejected.</summary>
public sealed class TokenTests
{
    private int _asked;

    [Fact]
    public async Task Token_IsRefreshedOnTheLiveConnection_BeforeItRunsOut()
    {
        await using var world = WorldOf(TimeSpan.FromMinutes(10));
        var socket = await world.ConnectAsync();
        NumberOf(socket.Token).ShouldBe(1);

        world.Clock.Advance(TimeSpan.FromMinutes(9.5));
        var auth = await socket.ReplyAsync("auth");
        NumberOf((string?)auth["token"]).ShouldBe(2);

        // And so on: the answer sets the next time. The frame behind it says that it was taken.
        await Until.TrueAsync(() => world.Client.PendingRequests == 0);
        world.Clock.Advance(TimeSpan.FromMinutes(9.5));
        NumberOf((string?)(await socket.ReplyAsync("auth"))["token"]).ShouldBe(3);
    }

    [Fact]
    public async Task Token_ThatLivesShorterThanTheMargin_IsUsedForHalfItsLife()
    {
        await using var world = WorldOf(TimeSpan.FromSeconds(20));
        var socket = await world.ConnectAsync();

        world.Clock.Advance(TimeSpan.FromSeconds(10));

        await socket.NextAsync("auth");
    }

    [Fact]
    public async Task Token_ThatRanOut_IsReplacedAtOnce_WhenTheConnectionWasAGoodOne()
    {
        await using var world = WorldOf(TimeSpan.FromDays(1));
        var socket = await world.ConnectAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(6));
        socket.CloseByServer(4401);

        await world.WaitsAsync();
        world.States.Last.RetryIn.ShouldBe(TimeSpan.Zero);
        world.Clock.Advance(TimeSpan.Zero);

        NumberOf((await world.SocketAsync()).Token).ShouldBe(2);
    }

    [Fact]
    public async Task Handshake_ThatIsRefused_AsksForAFreshToken()
    {
        await using var world = WorldOf(TimeSpan.FromDays(1));
        world.Refusals.Enqueue(new RealtimeClientException(RealtimeErrorCodes.Unauthorized, "401"));
        _ = world.Client.ConnectAsync();

        NumberOf((await world.NextAttemptAsync()).Token).ShouldBe(2);
    }

    [Fact]
    public async Task Token_ThatCannotBeReplaced_StopsTheClient()
    {
        await using var world = new World(options => options.Token = "fixed");
        world.Refusals.Enqueue(new RealtimeClientException(RealtimeErrorCodes.Unauthorized, "401"));

        var error = await Should.ThrowAsync<RealtimeClientException>(world.Client.ConnectAsync());

        error.Code.ShouldBe(RealtimeErrorCodes.Unauthorized);
        world.Client.State.ShouldBe(RealtimeConnectionState.Closed);
    }

    [Fact]
    public async Task Provider_ThatFails_IsAskedAgain_AndOneThatSaysUnauthorizedIsNot()
    {
        var answers = new Queue<Exception>([new IOException("away"), new RealtimeClientException(RealtimeErrorCodes.Unauthorized, "no such user")]);
        await using var world = new World(options => options.TokenProvider = _ => throw answers.Dequeue());
        var connecting = world.Client.ConnectAsync();

        await world.WaitsAsync();
        await world.Errors.CountAsync(1);
        world.Errors.Last.Error.InnerException.ShouldBeOfType<IOException>();
        world.Clock.Advance(world.States.Last.RetryIn!.Value);

        (await Should.ThrowAsync<RealtimeClientException>(connecting)).Message.ShouldBe("no such user");
    }

    [Fact]
    public async Task Refresh_ThatFails_IsTriedAgainWhileTheOldTokenLasts()
    {
        var fails = false;
        await using var world = WorldOf(TimeSpan.FromMinutes(10), () => !fails);
        var socket = await world.ConnectAsync();
        fails = true;
        world.Clock.Advance(TimeSpan.FromMinutes(9.5));
        await world.Errors.CountAsync(1);

        fails = false;
        await Until.TrueAsync(() =>
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            return socket.Sent.Any(frame => (string?)frame["type"] == "auth");
        });

        world.Errors.Last.Error.Code.ShouldBe(RealtimeErrorCodes.Unavailable);
    }

    private World WorldOf(TimeSpan lifetime, Func<bool>? works = null)
    {
        World? world = null;
        world = new World(options =>
        {
            // The server that is played here says nothing for hours.
            options.Heartbeat.Idle = TimeSpan.FromHours(1);
            options.TokenProvider = _ => works?.Invoke() == false ? throw new IOException("away") : new ValueTask<string>(Jwt(world!.Clock.GetUtcNow() + lifetime));
        });
        return world;
    }

    private string Jwt(DateTimeOffset expires)
    {
        var payload = $$"""{"sub":"u1","n":{{Interlocked.Increment(ref _asked)}},"exp":{{expires.ToUnixTimeSeconds()}}}""";
        return $"e30.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}.sig";
    }

    private static int NumberOf(string? jwt) =>
        JsonPayload.FromUtf8(Base64Url.DecodeFromChars(jwt!.Split('.')[1])).ToElement().GetProperty("n").GetInt32();
}
