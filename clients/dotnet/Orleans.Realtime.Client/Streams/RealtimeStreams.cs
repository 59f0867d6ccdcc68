using System.Runtime.CompilerServices;
using System.Text.Json;
using Orleans.Realtime.Client.Protocol;
using Orleans.Realtime.Client.Sending;
using Orleans.Realtime.Client.Sessions;

namespace Orleans.Realtime.Client.Streams;

/// <summary>Named, durable streams of entries, over a client's connection. Needs role <c>service</c> unless the server lets users in.</summary>
public sealed class RealtimeStreams
{
    private readonly Dictionary<(string Stream, string? Group), StreamListener> _listeners = [];
    private bool _isConnected;

    internal RealtimeStreams(RealtimeClient client)
    {
        Client = client;
        client.Session.Streams = new Extension(this);
    }

    internal RealtimeClient Client { get; }

    /// <summary>Adds an entry. Done when it is stored; its id.</summary>
    /// <exception cref="RealtimeClientException">The server's refusal, or the client's; <see cref="RealtimeClientException.MaybeStored"/>.</exception>
    public async Task<string> PublishAsync(string stream, JsonPayload data, StreamPublishOptions? options = null, CancellationToken cancellationToken = default)
    {
        var reply = await Client.SendAsync(
            Request("stream.publish", stream, options, writer => WriteEntry(writer, new NewStreamEntry(data, options?.EntryId)), LaneOf(stream)), cancellationToken).ConfigureAwait(false);
        return reply.Root.Text("entry_id") ?? "";
    }

    /// <summary>Adds 1 to 1,000 entries, all or none. Done when they are stored; their ids.</summary>
    /// <exception cref="RealtimeClientException">The server's refusal, or the client's; <see cref="RealtimeClientException.MaybeStored"/>.</exception>
    public async Task<IReadOnlyList<string>> PublishAllAsync(
        string stream, IReadOnlyCollection<NewStreamEntry> entries, SendOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var reply = await Client.SendAsync(
            Request(
                "stream.publish",
                stream,
                options,
                writer =>
                {
                    writer.WriteStartArray("messages"u8);
                    foreach (var entry in entries)
                    {
                        writer.WriteStartObject();
                        WriteEntry(writer, entry);
                        writer.WriteEndObject();
                    }

                    writer.WriteEndArray();
                },
                LaneOf(stream)),
            cancellationToken).ConfigureAwait(false);
        return reply.Root.Texts("ids");
    }

    /// <summary>Entries between two ids. Default: the first 100 of all.</summary>
    /// <exception cref="RealtimeClientException">The server's refusal, or the client's.</exception>
    public async Task<IReadOnlyList<StreamEntry>> GetRangeAsync(string stream, StreamRangeOptions? options = null, CancellationToken cancellationToken = default)
    {
        var reply = await Client.SendAsync(
            Request("stream.range", stream, options, writer =>
            {
                writer.WriteOptional("start"u8, options?.Start);
                writer.WriteOptional("end"u8, options?.End);
                writer.WriteOptional("count"u8, options?.Count);
                if (options?.Reverse == true)
                {
                    writer.WriteBoolean("reverse"u8, true);
                }
            }),
            cancellationToken).ConfigureAwait(false);
        return [.. reply.Root.Objects("messages").Select(entry => ServerFrame.Parse(JsonPayload.FromElement(entry).Utf8, FrameType.Stream)).OfType<ServerFrame>().Select(entry => Entry(entry, stream))];
    }

    /// <summary>All entries that are there now, ascending or from the highest id down, fetched page by page.</summary>
    /// <exception cref="RealtimeClientException">The server's refusal, or the client's.</exception>
    public async IAsyncEnumerable<StreamEntry> ReadRangeAsync(
        string stream, StreamRangeOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var next = options ?? new StreamRangeOptions(); ;)
        {
            var page = await GetRangeAsync(stream, next, cancellationToken).ConfigureAwait(false);
            foreach (var entry in page)
            {
                yield return entry;
            }

            // An answer may have fewer entries than were asked for, where they are large.
            if (page.Count == 0)
            {
                yield break;
            }

            var edge = "(" + page[^1].Id;
            next = next.Reverse ? next with { End = edge, Id = null } : next with { Start = edge, Id = null };
        }
    }

    /// <summary>Hears entries live. After a reconnect it goes on behind the last one that was received here.</summary>
    /// <exception cref="RealtimeClientException"><c>conflict</c> where this client subscribes to the stream already; the server's refusal.</exception>
    public async Task<StreamSubscription> SubscribeAsync(string stream, StreamSubscribeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(stream);
        var subscription = new StreamSubscription(this, stream, options ?? new StreamSubscribeOptions());
        await StartAsync(subscription.Inner, options, cancellationToken).ConfigureAwait(false);
        return subscription;
    }

    /// <summary>Consumes as one of a group, which must exist (made over HTTP).</summary>
    /// <exception cref="RealtimeClientException"><c>conflict</c> where this client consumes for the group already; the server's refusal.</exception>
    public async Task<StreamConsumer> ConsumeAsync(string stream, string group, StreamConsumeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(stream);
        ArgumentException.ThrowIfNullOrEmpty(group);
        string name;
        lock (Client.Context.Gate)
        {
            name = options?.Consumer ?? Client.Session.Outbox.NewId();
        }

        var consumer = new StreamConsumer(this, stream, group, name, options ?? new StreamConsumeOptions());
        await StartAsync(consumer.Inner, options, cancellationToken).ConfigureAwait(false);
        return consumer;
    }

    internal static StreamEntry Entry(ServerFrame frame, string stream) =>
        new(stream, frame.Id ?? "", frame.Data, DateTimeOffset.FromUnixTimeSeconds(frame.Root.Number("timestamp") ?? 0), frame.Root.Number("delivery_count"));

    /// <summary>Ends a listener with an error of this client's own.</summary>
    internal void Abandon(StreamListener listener, RealtimeClientException error)
    {
        Client.Session.Failed(error);
        listener.End(error);
        _ = StopAsync(listener);
    }

    internal Task StopAsync(StreamListener listener)
    {
        lock (Client.Context.Gate)
        {
            listener.End(null);
            if (!_listeners.TryGetValue(listener.Key, out var current) || current != listener)
            {
                return Task.CompletedTask;
            }

            _listeners.Remove(listener.Key);
            var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _isConnected && TryAdd(StopRequest(listener, () => stopped.TrySetResult())) ? stopped.Task : Task.CompletedTask;
        }
    }

    /// <summary>Stops a consumer on the server and begins it again: what is pending for it comes first then.</summary>
    internal void BeginAnew(StreamListener listener)
    {
        if (_isConnected && !listener.IsEnded)
        {
            TryAdd(StopRequest(listener, () => Resume(listener)));
        }
    }

    /// <summary>Adds a request that needs no caller to wait for it; false where the client takes none.</summary>
    internal bool TryAdd(Request request)
    {
        try
        {
            Client.Session.Outbox.Add(request);
            return true;
        }
        catch (RealtimeClientException exception)
        {
            if (exception.Code != RealtimeErrorCodes.Closed)
            {
                Client.Session.Failed(exception);
            }

            return false;
        }
    }

    private static string LaneOf(string stream) => "stream/" + stream;

    private static Request Request(string type, string stream, SendOptions? options, Action<Utf8JsonWriter> fields, string? lane = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(stream);
        return new Request
        {
            Type = type,
            Options = options,
            Lane = lane,
            Fields = writer =>
            {
                writer.WriteString("stream"u8, stream);
                fields(writer);
            },
        };
    }

    private static void WriteEntry(Utf8JsonWriter writer, NewStreamEntry entry)
    {
        writer.WritePayload("data"u8, entry.Data);
        writer.WriteOptional("entry_id"u8, entry.EntryId);
    }

    private static Request StopRequest(StreamListener listener, Action done) =>
        new()
        {
            Type = listener.StopType,
            OnLoss = LossPolicy.Drop,
            Fields = writer =>
            {
                writer.WriteString("stream"u8, listener.Stream);
                writer.WriteOptional("group"u8, listener.Group);
            },
            OnReply = _ => done(),
            OnFailure = _ => done(),
        };

    private async Task StartAsync(StreamListener listener, SendOptions? options, CancellationToken cancellationToken)
    {
        lock (Client.Context.Gate)
        {
            if (!_listeners.TryAdd(listener.Key, listener))
            {
                throw new RealtimeClientException(RealtimeErrorCodes.Conflict, "This client listens there already.");
            }
        }

        try
        {
            var begin = new Request { Type = listener.Type, Options = options, Fields = listener.Write };
            begin.OnReply = reply =>
            {
                listener.HasBegun = true;
                listener.Began(reply);
            };
            await Client.SendAsync(begin, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await StopAsync(listener).ConfigureAwait(false);
            throw;
        }
    }

    // Subscriptions to streams are not part of the session: each connection begins them anew.
    private void Resume(StreamListener listener)
    {
        if (!_isConnected || listener.IsEnded)
        {
            return;
        }

        TryAdd(new Request
        {
            Type = listener.Type,
            OnLoss = LossPolicy.Drop,
            Fields = listener.Write,
            OnReply = listener.Began,
            OnFailure = thrown =>
            {
                var error = RealtimeClientException.From(thrown, RealtimeErrorCodes.Internal);
                if (error.Code is RealtimeErrorCodes.ConnectionLost or RealtimeErrorCodes.Closed)
                {
                    return;
                }

                if (error.MaybeStored || error.Code == RealtimeErrorCodes.RateLimited)
                {
                    Resume(listener);
                    return;
                }

                Forget(listener);
                listener.End(error);
                Client.Session.Failed(error);
            },
        });
    }

    private void Forget(StreamListener listener)
    {
        if (_listeners.GetValueOrDefault(listener.Key) == listener)
        {
            _listeners.Remove(listener.Key);
        }
    }

    private sealed class Extension(RealtimeStreams streams) : IExtension
    {
        public void Receive(ServerFrame frame)
        {
            var listener = streams._listeners.GetValueOrDefault((frame.Stream!, frame.ConsumerGroup));
            if (frame.Type != FrameType.Error)
            {
                listener?.Receive(frame);
                return;
            }

            var error = ServerErrors.Read(frame.Root);
            if (listener is not null)
            {
                streams.Forget(listener);
                listener.End(error);
            }

            streams.Client.Session.Failed(error);
        }

        public void Attach()
        {
            streams._isConnected = true;
            foreach (var listener in streams._listeners.Values.Where(listener => listener.HasBegun).ToList())
            {
                streams.Resume(listener);
            }
        }

        public void Detach() => streams._isConnected = false;

        public void Close(RealtimeClientException? error)
        {
            foreach (var listener in streams._listeners.Values)
            {
                listener.End(error);
            }

            streams._listeners.Clear();
        }
    }
}
