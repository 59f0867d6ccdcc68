using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Delivery;
using Orleans.Realtime.Grains.Diagnostics;
using Orleans.Realtime.Grains.Gateways;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Tests.Support;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Grains.Tests.Delivery;

/// <summary>Routes over a fake log with a fake clock, on the test's own thread: no runtime, nothing happens by itself.</summary>
internal sealed class DeliveryRig : ILogOwner, IGatewayLiveness, IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly SynchronizationContext? _before = SynchronizationContext.Current;

    public DeliveryRig(DeliveryOptions? options = null)
    {
        // Continuations run where they are completed: on this thread.
        SynchronizationContext.SetSynchronizationContext(null);
        var metrics = new DeliveryMetrics(Meters, Clock);
        var services = new DeliveryServices(Options.Create(options ?? new()), this, metrics, Clock, NullLogger<LogPump>.Instance);
        Routes = new(services, Source, this);
        Subscriptions = new(services, Source, this);
    }

    /// <summary>What the meters of this rig, and of no other, belong to.</summary>
    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public FakeTimeProvider Clock { get; } = new();

    public FakeSource Source { get; } = new();

    public DeliveryRoutes<Subscriber> Routes { get; }

    public LogSubscriptions Subscriptions { get; }

    public HashSet<GatewayAddress> Dead { get; } = [];

    public int Changes { get; private set; }

    public void Attach(FakeGateway gateway, LogPosition? from = null)
    {
        if (from is { } position)
        {
            gateway.Hold(Source.Log, position);
        }

        Routes.Attach(new(gateway.Address, gateway), from, []);
    }

    public void Append(int count, int size = 10)
    {
        Source.Append(count, size);
        DeliveryBatch? shared = null;
        Routes.Wake(ref shared);
        Subscriptions.Wake(ref shared);
    }

    public void Advance(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    void ILogOwner.OnRoutesChanged() => Changes++;

    void ILogOwner.OnFenced()
    {
    }

    ValueTask<bool> IGatewayLiveness.IsAliveAsync(GatewayAddress gateway) => new(!Dead.Contains(gateway));

    public void Dispose()
    {
        SynchronizationContext.SetSynchronizationContext(_before);
        _services.Dispose();
    }
}
