using System.Globalization;
using Orleans.Realtime.Client;
using Orleans.Realtime.Client.Messages;

namespace Orleans.Realtime.Cluster.Tests.Clients;

/// <summary>Writers that never stop for long, and readers, in one room; all of them the .NET client.</summary>
internal sealed class ClientWorkload(IReadOnlyList<Uri> sockets, string room) : IAsyncDisposable
{
    private const int UnderWay = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<Reader> _readers = [];
    private readonly List<RealtimeClient> _writers = [];
    private readonly List<Task> _writing = [];
    private readonly List<(string Data, PublishResult Result)> _acknowledged = [];
    private volatile bool _isEnding;
    private int _connections;

    public string Figures => string.Create(CultureInfo.InvariantCulture, $"{Acknowledged} acknowledged, {Volatile.Read(ref _connections)} connections");

    private int Acknowledged
    {
        get
        {
            lock (_acknowledged)
            {
                return _acknowledged.Count;
            }
        }
    }

    public async Task StartAsync(int readers, int writers)
    {
        for (var i = 0; i < readers; i++)
        {
            _readers.Add(new Reader(Client($"reader-{i}", i)));
        }

        for (var i = 0; i < writers; i++)
        {
            _writers.Add(Client($"writer-{i}", i));
        }

        foreach (var client in _readers.Select(reader => reader.Client).Concat(_writers))
        {
            await client.ConnectAsync().WaitAsync(Patience);
            await client.SubscribeAsync(room).WaitAsync(Patience);
        }

        _writing.AddRange(_writers.Select((client, i) => Task.Run(() => WriteAsync(client, $"writer-{i}"))));
    }

    /// <summary>Done when so many more were acknowledged.</summary>
    public Task MoreAsync(int count)
    {
        var goal = Acknowledged + count;
        return UntilAsync(() => Acknowledged >= goal, () => $"no {goal} acknowledgements: {Figures}");
    }

    /// <summary>Lets the writers finish and the readers catch up, and holds what each heard against what was acknowledged.</summary>
    public async Task CheckAsync()
    {
        _isEnding = true;
        await Task.WhenAll(_writing).WaitAsync(Patience);
        var last = _acknowledged.Max(item => item.Result.Seq!.Value);
        foreach (var reader in _readers)
        {
            await UntilAsync(() => reader.Last >= last, () => $"a reader is at {reader.Last} of {last}");
            reader.Check(_acknowledged);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isEnding = true;
        foreach (var client in _readers.Select(reader => reader.Client).Concat(_writers))
        {
            await client.DisposeAsync();
        }
    }

    private async Task UntilAsync(Func<bool> condition, Func<string> what)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!condition())
        {
            if (_writing.Find(writing => writing.IsFaulted) is { } failed)
            {
                await failed;
            }

            patience.IsCancellationRequested.ShouldBeFalse(what());
            await tick.WaitForNextTickAsync();
        }
    }

    private RealtimeClient Client(string user, int index)
    {
        var options = new RealtimeClientOptions { Query = { ["user_id"] = user } };
        for (var i = 0; i < sockets.Count; i++)
        {
            options.Urls.Add(sockets[(index + i) % sockets.Count]);
        }

        var client = new RealtimeClient(options);
        client.On<ConnectedEvent>(_ => Interlocked.Increment(ref _connections));
        return client;
    }

    // Several under way: what was not answered when a process died is repeated.
    private async Task WriteAsync(RealtimeClient client, string writer)
    {
        var underWay = new Queue<Task>();
        for (var number = 0; !_isEnding; number++)
        {
            underWay.Enqueue(PublishAsync(client, string.Create(CultureInfo.InvariantCulture, $"{writer}/{number}")));
            if (underWay.Count == UnderWay)
            {
                await underWay.Dequeue();
            }
        }

        await Task.WhenAll(underWay);
    }

    private async Task PublishAsync(RealtimeClient client, string data)
    {
        var result = await client.PublishAsync(room, data);
        lock (_acknowledged)
        {
            _acknowledged.Add((data, result));
        }
    }

    private sealed class Reader
    {
        private readonly List<RealtimeEvent> _heard = [];

        public Reader(RealtimeClient client)
        {
            Client = client;
            client.On<RoomMessage>(Add);
            client.On<Gap>(Add);
        }

        public RealtimeClient Client { get; }

        public long Last
        {
            get
            {
                lock (_heard)
                {
                    return _heard.OfType<RoomMessage>().LastOrDefault()?.Seq ?? 0;
                }
            }
        }

        /// <summary>Nothing lost, doubled or reordered.</summary>
        public void Check(IReadOnlyList<(string Data, PublishResult Result)> acknowledged)
        {
            List<RealtimeEvent> heard;
            lock (_heard)
            {
                heard = [.. _heard];
            }

            heard.OfType<Gap>().ShouldBeEmpty();
            var messages = heard.OfType<RoomMessage>().ToList();
            messages.Select(message => message.Seq!.Value).ShouldBe(Enumerable.Range(1, messages.Count).Select(seq => (long)seq));
            foreach (var ofWriter in messages.Select(message => message.Data.ToElement().GetString()!.Split('/')).GroupBy(parts => parts[0], parts => int.Parse(parts[1], CultureInfo.InvariantCulture)))
            {
                ofWriter.ShouldBe(Enumerable.Range(0, ofWriter.Count()), ofWriter.Key);
            }

            foreach (var (data, result) in acknowledged)
            {
                var message = messages[(int)result.Seq!.Value - 1];
                (message.Id, message.Data.ToElement().GetString()).ShouldBe((result.MessageId, data));
            }
        }

        private void Add(RealtimeEvent occurrence)
        {
            lock (_heard)
            {
                _heard.Add(occurrence);
            }
        }
    }
}
