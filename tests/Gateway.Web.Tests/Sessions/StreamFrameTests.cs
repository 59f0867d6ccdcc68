using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using Orleans.Realtime.Gateway.Web.Auth;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Gateway.Web.Streams;
using Orleans.Realtime.Gateway.Web.Tests.Streams;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Tests.Sessions;

/// <summary>Frames about streams on their way through a session.</summary>
public sealed class StreamFrameTests : IDisposable
{
    private readonly SessionKit _kit = new();
    private readonly FakeStream _orders;

    public StreamFrameTests()
    {
        _orders = new FakeStream(_kit.Time);
        _kit.Grains.Factory.GetGrain<IStreamGrain>("orders", Arg.Any<string?>()).Returns(_orders);
    }

    public void Dispose() => _kit.Dispose();

    [Fact]
    public async Task Service_PublishesAndSubscribes()
    {
        var client = await ServiceAsync();

        client.Send("""{"type":"stream.subscribe","id":"1","stream":"orders"}""");
        (await client.ReceiveAsync("reply")).ToJsonString().ShouldBe("""{"type":"reply","id":"1","ok":true,"last_id":"0-0"}""");
        client.Send("""{"type":"stream.publish","stream":"orders","data":[1.10]}""");

        (await client.ReceiveAsync("stream")).ToJsonString().ShouldBe("""{"type":"stream","stream":"orders","id":"1-0","data":[1.10],"timestamp":1763690000}""");
        await client.ShouldHaveNothingMoreAsync();
    }

    [Theory]
    [InlineData("publish\",\"data\":1,\"x\":\"")]
    [InlineData("range")]
    [InlineData("subscribe")]
    [InlineData("unsubscribe")]
    [InlineData("consume\",\"group\":\"g")]
    [InlineData("stop\",\"group\":\"g")]
    [InlineData("ack\",\"group\":\"g\",\"ids\":[\"1-1\"],\"x\":\"")]
    public async Task User_MayNothing(string fields)
    {
        var client = await _kit.ConnectAsync("ann");

        client.Send($$"""{"id":"1","stream":"orders","type":"stream.{{fields}}"}""");

        var error = await client.ReceiveAsync("error");
        error["code"]!.GetValue<string>().ShouldBe("forbidden");
        error["id"]!.GetValue<string>().ShouldBe("1");
        _kit.Services.Streams.Metrics.Subscriptions.ShouldBe(0);
    }

    [Fact]
    public async Task User_MayEverything_WhereThatIsSet()
    {
        using var kit = new SessionKit(configure: services => services.Configure<StreamAccessOptions>(options => options.AllowUsers = true));
        kit.Grains.Factory.GetGrain<IStreamGrain>("orders", Arg.Any<string?>()).Returns(_orders);
        var client = await kit.ConnectAsync("ann");

        client.Send("""{"type":"stream.publish","id":"1","stream":"orders","data":1}""");

        (await client.ReceiveAsync("reply"))["entry_id"]!.GetValue<string>().ShouldBe("1-0");
    }

    [Theory]
    [InlineData("""{"type":"stream.range","id":"1","stream":"no blanks"}""")]
    [InlineData("""{"type":"stream.nonsense","id":"1","stream":"orders"}""")]
    public async Task WrongFrame_IsRefused(string frame)
    {
        var client = await ServiceAsync();

        client.Send(frame);

        var error = await client.ReceiveAsync("error");
        error["code"]!.GetValue<string>().ShouldBe("bad_request");
        error["id"]!.GetValue<string>().ShouldBe("1");
    }

    [Fact]
    public async Task End_OfTheConnection_EndsAllOfIt_AndAResumedSessionBeginsWithNone()
    {
        var client = await SubscribedConsumerAsync();
        _kit.Services.Streams.Metrics.Subscriptions.ShouldBe(1);

        await client.DropAsync();

        await SessionClient.EventuallyAsync(() => _kit.Services.Streams.Metrics is { Subscriptions: 0, Consumers: 0 } && _kit.Services.Streams.Feeds.Count == 0);
        var next = _kit.Open("backend", client.Session.SessionId, isService: true);
        (await next.ReceiveAsync("connected"))["resumed"]!.GetValue<bool>().ShouldBeTrue();
        _orders.Append();
        await next.ShouldHaveNothingMoreAsync();
    }

    [Fact]
    public async Task LossOfTheRole_EndsAllOfIt_UntilItIsBack()
    {
        var client = await SubscribedConsumerAsync();

        await AuthenticateAsync(client, isService: false);

        var told = await client.ReceiveAsync("error");
        told["code"]!.GetValue<string>().ShouldBe("forbidden");
        told.AsObject().ContainsKey("id").ShouldBeFalse();
        await SessionClient.EventuallyAsync(() => _kit.Services.Streams.Metrics is { Subscriptions: 0, Consumers: 0 });
        _orders.Append();
        await client.ShouldHaveNothingMoreAsync();
        await AuthenticateAsync(client, isService: true);
        client.Send("""{"type":"stream.subscribe","stream":"orders","start_id":"0"}""");
        await client.ReceiveAsync("reply");
        await client.ReceiveAsync("stream");
    }

    [Fact]
    public async Task Drain_StopsConsumers_AndThenCloses()
    {
        _orders.AddGroup("g");
        var client = await ServiceAsync();
        client.Send("""{"type":"stream.consume","stream":"orders","group":"g"}""");
        await client.ReceiveAsync("reply");
        await SessionClient.EventuallyAsync(() => _orders.Waiting == 1);

        var draining = client.Session.DrainAsync(TimeSpan.Zero, TimeSpan.FromMilliseconds(1), CancellationToken.None);
        await client.ReceiveAsync("reconnect");
        _orders.Append();
        await SessionClient.EventuallyAsync(() => _orders.Waiting == 0);
        await _kit.AdvanceUntilAsync(() => draining.IsCompleted, TimeSpan.FromMilliseconds(10));

        await client.ClosedWithAsync(CloseCodes.ServiceRestart);
        _orders.Group("g").Pending.ShouldBeEmpty();
        client.HasMore.ShouldBeFalse();
    }

    [Fact]
    public async Task PublishesInFlight_AreBounded()
    {
        using var kit = new SessionKit(configure: services => services.Configure<Gateway.Web.Sessions.SessionOptions>(options => options.MaxInFlight = 3));
        kit.Grains.Factory.GetGrain<IStreamGrain>("orders", Arg.Any<string?>()).Returns(_orders);
        var gate = new TaskCompletionSource();
        _orders.Gate = gate.Task;
        var client = kit.Open("backend", isService: true);
        await client.ReceiveAsync("connected");

        for (var i = 0; i < 10; i++)
        {
            client.Send($$"""{"type":"stream.publish","id":"f{{i}}","stream":"orders","data":{{i}}}""");
        }

        client.Send("""{"type":"ping"}""");
        await SessionClient.EventuallyAsync(() => _orders.Publishes.Count == 1);
        client.HasMore.ShouldBeFalse();
        gate.SetResult();
        for (var i = 0; i < 10; i++)
        {
            (await client.ReceiveAsync("reply"))["id"]!.GetValue<string>().ShouldBe("f" + i);
        }

        await client.ReceiveAsync("pong");
        _orders.Publishes.ShouldAllBe(publish => publish.Length <= 3);
    }

    private async Task AuthenticateAsync(SessionClient client, bool isService)
    {
        _kit.Authenticator.AuthenticateTokenAsync("fresh").Returns(new AuthenticationOutcome(new RealtimePrincipal("backend", isService, IsAdmin: false, ExpiresAt: null), null));
        client.Send("""{"type":"auth","token":"fresh"}""");
        await client.ReceiveAsync("reply");
    }

    private async Task<SessionClient> SubscribedConsumerAsync()
    {
        _orders.AddGroup("g");
        var client = await ServiceAsync();
        client.Send("""{"type":"stream.subscribe","stream":"orders"}""");
        client.Send("""{"type":"stream.consume","stream":"orders","group":"g"}""");
        await client.ReceiveAsync("reply");
        await client.ReceiveAsync("reply");
        return client;
    }

    private async Task<SessionClient> ServiceAsync()
    {
        var client = _kit.Open("backend", isService: true);
        await client.ReceiveAsync("connected");
        return client;
    }
}
