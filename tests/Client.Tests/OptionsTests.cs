using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Client.Hosting;

namespace Orleans.Realtime.Client.Tests;

/// <summary>Options and registration.</summary>
public sealed class OptionsTests
{
    [Fact]
    public void Options_ByDefault_LackOnlyAnAddress() =>
        new RealtimeClientOptionsValidator().Validate(null, new RealtimeClientOptions()).Failures.ShouldBe(["Urls: at least one is required."]);

    [Fact]
    public void Options_ThatAreWrong_AreAllNamed()
    {
        var options = new RealtimeClientOptions
        {
            Urls = { new Uri("https://test/ws") },
            Token = "t",
            TokenProvider = _ => new ValueTask<string>("t"),
            ConnectTimeout = TimeSpan.Zero,
            RefreshTokenBefore = TimeSpan.FromSeconds(-1),
        };
        (options.Reconnect.MinDelay, options.Reconnect.MaxDelay, options.Reconnect.RateLimitedDelay) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), TimeSpan.MaxValue);
        (options.Heartbeat.Idle, options.Heartbeat.Timeout) = (TimeSpan.Zero, TimeSpan.Zero);
        (options.Queue.MaxItems, options.Queue.MaxInFlight, options.Queue.MaxInFlightPerTarget, options.Queue.MaxMessageBytes) = (0, 501, 502, 1);
        (options.Queue.Timeout, options.Queue.RepeatWithin) = (TimeSpan.Zero, TimeSpan.FromSeconds(-1));
        (options.Delivery.MaxBuffered, options.Delivery.MaxFrameBytes) = (0, 0);
        options.Inbox.AcknowledgeDelay = TimeSpan.FromMinutes(1);

        var exception = Should.Throw<OptionsValidationException>(() => new RealtimeClient(options));

        exception.Failures.Select(failure => failure.Split(':')[0]).ShouldBe(
        [
            "Urls", "Token and TokenProvider", "RefreshTokenBefore", "ConnectTimeout", "Reconnect.MaxDelay", "Reconnect.RateLimitedDelay", "Heartbeat.Idle", "Heartbeat.Timeout",
            "Queue.MaxItems", "Queue.MaxInFlight", "Queue.MaxInFlightPerTarget", "Queue.Timeout", "Queue.RepeatWithin", "Queue.MaxMessageBytes", "Delivery.MaxBuffered",
            "Delivery.MaxFrameBytes", "Inbox.AcknowledgeDelay",
        ]);
    }

    [Fact]
    public async Task Services_HaveOneClient_AndFurtherOnesByName()
    {
        var services = new ServiceCollection();
        services.AddRealtimeClient(options => options.Urls.Add(new Uri("ws://one/ws")));
        services.AddRealtimeClient("two", options => options.Urls.Add(new Uri("ws://two/ws")));
        services.AddRealtimeClient("wrong", _ => { });
        await using var provider = services.BuildServiceProvider();

        var one = provider.GetRequiredService<RealtimeClient>();
        var two = provider.GetRequiredKeyedService<RealtimeClient>("two");

        provider.GetRequiredService<RealtimeClient>().ShouldBeSameAs(one);
        two.ShouldNotBeSameAs(one);
        Should.Throw<OptionsValidationException>(() => provider.GetRequiredKeyedService<RealtimeClient>("wrong")).Failures.ShouldBe(["Urls: at least one is required."]);
    }
}
