using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Grains.Log.Redis;
using Orleans.Realtime.Grains.Streams;
using Orleans.Realtime.Grains.Streams.Memory;
using Orleans.Realtime.Grains.Streams.Redis;
using static Orleans.Realtime.Grains.Tests.Log.LogTestData;

namespace Orleans.Realtime.Grains.Tests.Log.Redis;

public sealed class RedisRegistrationTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    [Fact]
    public void Grains_WithoutARedisInTheConfiguration_KeepLogsAndStreamsInMemory()
    {
        using ServiceProvider services = Build();

        services.GetRequiredService<IMessageLog>().ShouldBeOfType<InMemoryMessageLog>();
        services.GetRequiredService<IStreamStore>().ShouldBeOfType<InMemoryStreamStore>();
    }

    [Theory]
    [InlineData("ConnectionStrings:Redis")]
    [InlineData("Redis:ConnectionString")]
    public async Task Grains_WithARedisInTheConfiguration_KeepLogsAndStreamsThere(string key)
    {
        await using ServiceProvider services = Build((key, redis.Server.ConnectionString), ("Redis:KeyPrefix", "chat"));
        IMessageLog store = services.GetRequiredService<IMessageLog>();
        LogId log = LogId.Inbox(Guid.NewGuid().ToString("N"));

        LogHead head = await RedisSilo.EventuallyAsync(() => store.OpenAsync(log, KeepAll));

        (await redis.Server.CommandAsync($"HGET chat:{{{log}}}:meta epoch")).ShouldBe(head.Epoch);
        RedisStreamStore streams = services.GetRequiredService<IStreamStore>().ShouldBeOfType<RedisStreamStore>();
        await streams.CreateGroupAsync("s", key, null);
        (await redis.Server.CommandAsync("TYPE chat:{stream/s}:entries")).ShouldBe("stream");
    }

    [Fact]
    public void Keys_BeginWithTheServiceUnlessTheConfigurationSaysOtherwise()
    {
        using ServiceProvider byService = Build(("ConnectionStrings:Redis", "localhost"));
        using ServiceProvider byPrefix = Build(("ConnectionStrings:Redis", "localhost"), ("Redis:KeyPrefix", "chat"));

        byService.GetRequiredService<IOptions<RedisOptions>>().Value.KeyPrefix.ShouldBe("shop");
        byPrefix.GetRequiredService<IOptions<RedisOptions>>().Value.KeyPrefix.ShouldBe("chat");
    }

    [Fact]
    public void Options_NameEveryFault()
    {
        using ServiceProvider services = Build(
            ("ConnectionStrings:Redis", ","),
            ("Redis:KeyPrefix", "a{b"),
            ("Redis:CommandTimeout", "00:01:00"),
            ("Redis:ConnectTimeout", "00:02:00"),
            ("Redis:ReconnectDelay", "00:00:00"),
            ("Redis:MaxReconnectDelay", "01:00:00"),
            ("Redis:ReplaceAfter", "00:00:00"),
            ("Redis:MaxPendingCommands", "0"));

        string[] faults = [.. Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IOptions<RedisOptions>>().Value).Failures];

        faults.Select(fault => fault[..fault.IndexOf(' ', StringComparison.Ordinal)]).ShouldBe(
        [
            "Redis:CommandTimeout", "Redis:ConnectTimeout", "Redis:ReconnectDelay", "Redis:MaxReconnectDelay", "Redis:ReplaceAfter",
            "Redis:MaxPendingCommands", "Redis:KeyPrefix", "Redis:ConnectionString",
        ]);
    }

    [Fact]
    public void Durability_HasToFitIntoTheTimeOfACommand()
    {
        using ServiceProvider services = Build(
            ("ConnectionStrings:Redis", "localhost"), ("Durability:WaitReplicas", "1"), ("Durability:WaitTimeout", "00:00:03"));

        Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IOptions<DurabilityOptions>>().Value)
            .Message.ShouldBe("Durability:WaitTimeout must be below Redis:CommandTimeout.");
    }

    private static ServiceProvider Build(params (string Key, string Value)[] settings)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        IServiceCollection services = new ServiceCollection().AddSingleton(configuration).AddLogging();
        var silo = new SiloStub(services, configuration);
        silo.AddRealtimeGrains();
        services.Configure<ClusterOptions>(cluster => cluster.ServiceId = "shop");
        return services.BuildServiceProvider();
    }

    private sealed class SiloStub(IServiceCollection services, IConfiguration configuration) : ISiloBuilder
    {
        public IServiceCollection Services => services;

        public IConfiguration Configuration => configuration;
    }
}
