using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Lite.Messaging;

namespace Orleans.Lite.InProcess;

/// <summary>
/// Delivers what is in flight in any order, as Microsoft's runtime may: each message waits a few turns of the thread pool while others
/// pass it, and each turn delivers one drawn from those that wait. For tests: the configuration key <see cref="SeedKey"/> chooses it.
/// </summary>
internal sealed class ShuffledTransport(int seed) : LoopbackTransport
{
    /// <summary>The seed of the order, a whole number; without it messages keep theirs.</summary>
    private const string SeedKey = "OrleansLite:ShuffleSeed";

    private const int LongestWait = 8;

    private readonly Lock _lock = new();
    private readonly List<(IMessageReceiver Receiver, IMessage Message, int Turns)> _inFlight = [];

    [SuppressMessage("Security", "CA5394", Justification = "Order, not secrecy, and a seed repeats it.")]
    private readonly Random _random = new(seed);

    /// <summary>The transport that the host's configuration asks for.</summary>
    public static IMessageTransport Choose(IServiceProvider services) =>
        int.TryParse(services.GetService<IConfiguration>()?[SeedKey], NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            ? new ShuffledTransport(seed)
            : new LoopbackTransport();

    protected override void Deliver(IMessageReceiver receiver, IMessage message)
    {
        lock (_lock)
        {
            _inFlight.Add((receiver, message, _random.Next(LongestWait)));
        }

        Turn();
    }

    private void Turn() => ThreadPool.UnsafeQueueUserWorkItem(static transport => transport.DeliverOne(), this, preferLocal: false);

    private void DeliverOne()
    {
        (IMessageReceiver Receiver, IMessage Message, int Turns) drawn;
        lock (_lock)
        {
            // One turn is queued for each message that waits: there is one.
            var at = _random.Next(_inFlight.Count);
            drawn = _inFlight[at];
            if (drawn.Turns > 0)
            {
                _inFlight[at] = drawn with { Turns = drawn.Turns - 1 };
            }
            else
            {
                _inFlight.RemoveAt(at);
            }
        }

        if (drawn.Turns > 0)
        {
            Turn();
        }
        else
        {
            drawn.Receiver.Receive(drawn.Message);
        }
    }
}
