using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NSubstitute;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Gateway.Web.Publishing;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Gateway.Web.Streams;
using Orleans.Realtime.Gateway.Web.Tests.Sessions;
using Orleans.Realtime.Gateway.Web.Tests.Sockets;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Gateway.Web.Tests.Streams;

/// <summary>What the gateway does with streams, over fake streams and a fake clock.</summary>
internal sealed class StreamKit : IDisposable
{
    private readonly ServiceProvider _provider;
    private readonly Dictionary<string, FakeStream> _streams = new(StringComparer.Ordinal);
    private readonly ClientFrameParser _parser = new();

    public StreamKit(Action<IServiceCollection>? configure = null)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        var grains = Substitute.For<IGrainFactory>();
        grains.GetGrain<IStreamGrain>(Arg.Any<string>(), Arg.Any<string?>()).Returns(call => Stream(call.ArgAt<string>(0)));
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton(grains);
        services.AddLogging(logging => logging.AddProvider(Log));
        services.AddMetrics().AddSockets().AddPublishing().AddStreams();
        configure?.Invoke(services);
        _provider = services.BuildServiceProvider();
        Services = _provider.GetRequiredService<StreamServices>();
    }

    public FakeTimeProvider Time { get; } = new();

    public RecordingLog Log { get; } = new();

    public StreamServices Services { get; }

    /// <summary>The stream that most tests use.</summary>
    public FakeStream Orders => Stream("orders");

    public FakeStream Stream(string name)
    {
        lock (_streams)
        {
            if (!_streams.TryGetValue(name, out var stream))
            {
                _streams.Add(name, stream = new FakeStream(Time));
            }

            return stream;
        }
    }

    public ConnectionStreams Connect(FakeStreamTarget target) => new(Services, target);

    /// <summary>A frame as the parsers read it.</summary>
    public StreamFrame Frame(string json)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        _parser.TryParse(utf8, out var frame, out var error).ShouldBeTrue(error.Message);
        Services.Parser.TryParse(utf8, frame.Type, frame.Id, out var parsed, out var fault).ShouldBeTrue(fault);
        return parsed;
    }

    /// <summary>Subscribes, and waits for the reply.</summary>
    public async Task<ConnectionStreams> SubscribeAsync(FakeStreamTarget target, string start = "$", string stream = "orders")
    {
        var streams = Connect(target);
        await streams.HandleAsync(Frame($$"""{"type":"stream.subscribe","id":"s","stream":"{{stream}}","start_id":"{{start}}"}"""));
        await EventuallyAsync(() => target.Of("reply").Count > 0);
        return streams;
    }

    public static Task EventuallyAsync(Func<bool> holds) => SessionClient.EventuallyAsync(holds);

    /// <summary>Lets the clock run until something holds, in steps of 100 ms unless told otherwise.</summary>
    public Task AdvanceUntilAsync(Func<bool> holds, TimeSpan? step = null) => SessionClient.AdvanceUntilAsync(Time, step ?? TimeSpan.FromMilliseconds(100), holds);

    public void Dispose() => _provider.Dispose();
}
