using System.Diagnostics.CodeAnalysis;
using Orleans.Lite.InProcess;
using Orleans.Lite.Messaging;
using Orleans.Runtime;

namespace Orleans.Realtime.OrleansLite.Tests;

public class ShuffledTransportTests
{
    [Fact]
    public async Task Messages_InFlightTogether_ArriveEachOnceInAnotherOrder()
    {
        const int Count = 1_000;
        var receiver = new Receiver(Count);
        var transport = new ShuffledTransport(seed: 1);
        var address = SiloAddress.New(System.Net.IPAddress.Loopback, 1, 1);
        transport.Open(address, receiver);

        for (var id = 0; id < Count; id++)
        {
            transport.TrySend(address, new ErrorMessage(id, new TimeoutException())).ShouldBeTrue();
        }

        var ids = await receiver.All.WaitAsync(TimeSpan.FromSeconds(30));
        ids.ShouldNotBe(Enumerable.Range(0, Count).Select(id => (long)id));
        ids.Order().ShouldBe(Enumerable.Range(0, Count).Select(id => (long)id));
    }

    private sealed class Receiver(int count) : IMessageReceiver
    {
        private readonly List<long> _ids = [];
        private readonly TaskCompletionSource<IReadOnlyList<long>> _all = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<IReadOnlyList<long>> All => _all.Task;

        public bool TryGetCall(long id, [NotNullWhen(true)] out IPendingCall? call)
        {
            call = null;
            return false;
        }

        public void Lost(SiloAddress silo)
        {
        }

        public void Receive(IMessage message)
        {
            lock (_ids)
            {
                _ids.Add(message.Id);
                if (_ids.Count == count)
                {
                    _all.SetResult(_ids);
                }
            }
        }
    }
}
