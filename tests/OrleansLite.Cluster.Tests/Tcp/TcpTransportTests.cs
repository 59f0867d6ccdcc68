using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Configuration;
using Orleans.Lite.Hosting;
using Orleans.Lite.Messaging;
using Orleans.Lite.Tcp;
using Orleans.Realtime.Runtime.Conformance.Tests.Grains;
using Orleans.Realtime.Runtime.Conformance.Tests.Infrastructure;
using Orleans.Realtime.Tests.Shared;
using Orleans.Runtime;

namespace Orleans.Realtime.OrleansLite.Cluster.Tests.Tcp;

public class TcpTransportTests(ConformanceCluster cluster) : ConformanceTests(cluster)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Connection_Cut_FailsTheCallsOnItAndIsMadeAgain()
    {
        var key = NewKey();
        var grain = Client.GetGrain<ILifeGrain>(key);
        var held = grain.HoldAsync(key + "gate");
        await Signals.NextAsync(key + "gate");
        var node = Client.ServiceProvider.GetRequiredService<Client>().Node;
        var transport = (TcpTransport)Client.ServiceProvider.GetRequiredService<ICluster>().Transport;

        // The same address again: nothing changes but that all connections are cut.
        transport.Rename(node.Address);

        await Should.ThrowAsync<SiloUnavailableException>(() => held.WaitAsync(Patience));
        Signals.Open(key + "gate");
        (await Eventually.AnswersAsync(grain.GetActivationAsync)).ShouldNotBe(Guid.Empty);
    }

    [Fact]
    public async Task Silo_SentGarbage_CutsOffOnlyWhoSentIt()
    {
        var random = new Random(17);
        foreach (var silo in Cluster.Cluster.Silos)
        {
            for (var i = 0; i < 20; i++)
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(silo.SiloAddress.Endpoint);
                var garbage = new byte[random.Next(1, 2000)];
                random.NextBytes(garbage);
                await socket.SendAsync(garbage);
            }
        }

        for (var i = 0; i < 20; i++)
        {
            (await Client.GetGrain<ILifeGrain>(NewKey()).GetActivationAsync()).ShouldNotBe(Guid.Empty);
        }
    }

    [Fact]
    public async Task Node_OfAnotherCluster_IsRefused()
    {
        var options = new TcpOptions { ConnectTimeout = Patience };
        using var here = Transport("here", options);
        using var there = Transport("there", options);
        var target = SiloAddress.New(IPAddress.Loopback, there.Listen(new(IPAddress.Loopback, 0)), 1);
        there.Open(target, new SilentReceiver());
        var lost = new TaskCompletionSource<PeerLoss>(TaskCreationOptions.RunContinuationsAsynchronously);
        here.PeerLost += (_, loss) => lost.TrySetResult(loss);
        here.Open(SiloAddress.New(IPAddress.Loopback, 1, 1), new SilentReceiver());

        // Not by sending: the refusal may come before the message is taken.
        here.Probe(target);

        (await lost.Task.WaitAsync(Patience)).ShouldBe(PeerLoss.Gone);
    }

    [Fact]
    public async Task Peer_SilentWhileThisProcessHardlyRan_CountsAsLostAfterTheSameNumberOfLooks()
    {
        // Between two looks nearly a second goes by: the process stood still, and is not there to hear anybody.
        var clock = new FakeTimeProvider();
        var options = new TcpOptions { Silence = TimeSpan.FromSeconds(2), Tick = TimeSpan.FromMilliseconds(20), ConnectTimeout = Patience };
        using var there = Transport("any", options with { Tick = Patience });
        var target = SiloAddress.New(IPAddress.Loopback, there.Listen(new(IPAddress.Loopback, 0)), 1);
        there.Open(target, new SilentReceiver());
        using var here = new TcpTransport(Options("any"), options, clock, NullLogger.Instance);
        var looks = 0;
        here.Neighbours = () =>
        {
            if (here.Hears(target) || looks > 0)
            {
                looks++;
                clock.Advance(TimeSpan.FromSeconds(0.9));
            }

            return [target];
        };
        var lost = new TaskCompletionSource<(PeerLoss, int)>(TaskCreationOptions.RunContinuationsAsynchronously);
        here.PeerLost += (_, loss) => lost.TrySetResult((loss, looks));

        here.Open(SiloAddress.New(IPAddress.Loopback, 1, 1), new SilentReceiver());

        var (loss, after) = await lost.Task.WaitAsync(Patience);
        loss.ShouldBe(PeerLoss.Silent);
        after.ShouldBeGreaterThanOrEqualTo((int)(options.Silence / options.Tick));
    }

    [Fact]
    public void Queue_LongerThanItsBound_RefusesTheMessageByName()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var transport = Transport("any", new() { MaxQueuedBytes = 100_000, ConnectTimeout = Patience });
        transport.Open(SiloAddress.New(IPAddress.Loopback, 1, 1), new SilentReceiver());
        var target = SiloAddress.New((IPEndPoint)listener.LocalEndPoint!, 1);
        var message = new ErrorMessage(1, new InvalidOperationException(new string('x', 1000)));

        var error = Should.Throw<OrleansMessageRejectionException>(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                transport.TrySend(target, message).ShouldBeTrue();
            }
        });

        error.Message.ShouldContain("overloaded");
    }

    private static TcpTransport Transport(string clusterId, TcpOptions options) =>
        new(Options(clusterId), options, TimeProvider.System, NullLogger.Instance);

    private static ClusterOptions Options(string clusterId) => new() { ClusterId = clusterId, ServiceId = "service" };
}
