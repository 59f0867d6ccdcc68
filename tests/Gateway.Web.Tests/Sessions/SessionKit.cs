using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using Orleans.Realtime.Gateway.Web.Auth;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Publishing;
using Orleans.Realtime.Gateway.Web.RateLimits;
using Orleans.Realtime.Gateway.Web.Sessions;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Gateway.Web.Streams;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Gateway.Web.Tests.Sessions;

/// <summary>A gateway's sessions over fake grains, sockets in memory and a fake clock.</summary>
internal sealed class SessionKit : IDisposable
{
    private readonly ServiceProvider _provider;

    public SessionKit(FakeGrains? grains = null, Action<IServiceCollection>? configure = null)
    {
        Grains = grains ?? new FakeGrains();
        SynchronizationContext.SetSynchronizationContext(null);
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton(Grains.Factory);
        services.AddSingleton(Authenticator);
        services.AddLogging();
        services.AddRateLimits().AddSockets().AddDelivery().AddPublishing().AddStreams().AddSessions();
        services.Configure<GatewayOptions>(options => options.InstanceId = "gw-1");
        configure?.Invoke(services);
        _provider = services.BuildServiceProvider();
        Services = _provider.GetRequiredService<SessionServices>();
    }

    /// <summary>One whose clock may run far while nobody answers pings.</summary>
    public static SessionKit Patient() => new(configure: services => services.Configure<SocketOptions>(
        options => (options.PingInterval, options.IdleTimeout) = (TimeSpan.FromMinutes(10), TimeSpan.FromHours(1))));

    public FakeTimeProvider Time { get; } = new();

    public FakeGrains Grains { get; }

    public IAuthenticator Authenticator { get; } = Substitute.For<IAuthenticator>();

    public SessionServices Services { get; }

    public T Get<T>()
        where T : notnull => _provider.GetRequiredService<T>();

    /// <summary>A client that connected and got its first frame.</summary>
    public async Task<SessionClient> ConnectAsync(string userId, string? sessionId = null, params string[] rooms)
    {
        var client = Open(userId, sessionId, rooms);
        await client.ReceiveAsync("connected");
        return client;
    }

    public SessionClient Open(string userId, string? sessionId = null, string[]? rooms = null, DateTimeOffset? expiresAt = null, bool isService = false) =>
        new(this, new SessionRequest(new RealtimePrincipal(userId, isService, IsAdmin: false, expiresAt), sessionId, rooms ?? [], "127.0.0.1:1"));

    /// <summary>Lets the clock run until something holds, slowly enough for what it sets off to happen.</summary>
    public Task AdvanceUntilAsync(Func<bool> holds, TimeSpan step) => SessionClient.AdvanceUntilAsync(Time, step, holds);

    /// <summary>Lets the clock run until audiences that nobody needs have ended.</summary>
    public Task LingerUntilAsync(Func<bool> ended) => AdvanceUntilAsync(
        () =>
        {
            Services.Links.EndLingering();
            return ended();
        },
        TimeSpan.FromSeconds(1));

    public void Dispose() => _provider.Dispose();
}
