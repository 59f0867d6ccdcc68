using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

/// <summary>A socket with a clock, a connection and a handler in the test's hand.</summary>
internal sealed class TestSocket : IDisposable
{
    private readonly ServiceProvider _provider;

    public TestSocket(Action<SocketOptions>? configure = null, bool compression = false)
    {
        // Under the test runner's own context continuations would leave this thread, and what a test feeds would be read later.
        SynchronizationContext.SetSynchronizationContext(null);
        var services = new ServiceCollection();
        services.AddSingleton<Microsoft.Extensions.Configuration.IConfiguration>(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build());
        services.AddSingleton<TimeProvider>(Clock);
        services.AddLogging(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Debug));
        services.AddSockets();
        services.Configure<SocketOptions>(options => configure?.Invoke(options));
        _provider = services.BuildServiceProvider();
        Services = _provider.GetRequiredService<SocketServices>();
        Connection = Services.Create(Transport, compression);
    }

    public FakeTimeProvider Clock { get; } = new();

    public FakeTransport Transport { get; } = new();

    public RecordingHandler Handler { get; } = new();

    public RecordingLog Log { get; } = new();

    public SocketServices Services { get; }

    public WebSocketConnection Connection { get; }

    public Task<SocketClosure> Running { get; private set; } = Task.FromResult<SocketClosure>(default);

    /// <summary>A socket that runs.</summary>
    public static TestSocket Open(Action<SocketOptions>? configure = null, bool compression = false)
    {
        var socket = new TestSocket(configure, compression);
        socket.Run();
        return socket;
    }

    public static OutboundFrame Frame(string text) => OutboundFrame.Text(Encoding.UTF8.GetBytes(text));

    public void Run() => Running = Connection.RunAsync(Handler);

    /// <summary>How it ended; must happen without the clock moving.</summary>
    public async Task<SocketClosure> EndedAsync()
    {
        var closure = await Running.WaitAsync(TimeSpan.FromSeconds(60));
        Handler.Closures.ShouldHaveSingleItem().ShouldBe(closure);
        Transport.IsDisposed.ShouldBeTrue();
        return closure;
    }

    public void Dispose()
    {
        Connection.Abort();
        _provider.Dispose();
    }
}
