using System.Text.Json;
using System.Threading.Channels;
using Orleans.Realtime.Client.Protocol;
using Orleans.Realtime.Client.Sending;

namespace Orleans.Realtime.Client.Streams;

/// <summary>
/// One consumer of a group, for one <c>await foreach</c> loop: competes with the others for entries, and acknowledges them. Leaving the loop ends it; what was
/// not acknowledged stays pending, for this consumer's name or whoever takes over.
/// </summary>
public sealed class StreamConsumer : IAsyncEnumerable<StreamEntry>, IAsyncDisposable
{
    private readonly Listener _listener;

    internal StreamConsumer(RealtimeStreams streams, string stream, string group, string consumer, StreamConsumeOptions options) =>
        _listener = new Listener(streams, stream, group, consumer, options);

    /// <summary>The stream.</summary>
    public string Stream => _listener.Stream;

    /// <summary>The group.</summary>
    public string Group => _listener.Group!;

    /// <summary>Its name in the group.</summary>
    public string Name => _listener.Consumer;

    internal StreamListener Inner => _listener;

    /// <summary>The entries, at least once each. Throws a <see cref="RealtimeClientException"/> when an error ended the consumer: what the server said, or why the client was closed.</summary>
    public IAsyncEnumerator<StreamEntry> GetAsyncEnumerator(CancellationToken cancellationToken = default) => _listener.ReadAsync(this, cancellationToken);

    /// <summary>Acknowledges entries. Done when the server did; safe over a lost connection.</summary>
    /// <exception cref="RealtimeClientException">The server's refusal, or the client's.</exception>
    public Task AcknowledgeAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) => _listener.AcknowledgeAsync(ids, cancellationToken);

    /// <summary>
    /// Gives an entry back that could not be handled: it comes again after <see cref="StreamConsumeOptions.RetryAfter"/>. For loops that acknowledge by hand, or that catch what went wrong.
    /// </summary>
    public void Retry(string id) => _listener.Retry(id);

    /// <summary>Ends it. Done when the server knows, or is not there to be told.</summary>
    public ValueTask DisposeAsync() => new(_listener.Streams.StopAsync(_listener));

    private sealed class Listener : StreamListener
    {
        // Never more than the server may have out, for each connection there was: bounded by the credit, since what is open is not taken again.
        private readonly Channel<ServerFrame> _buffer = Channel.CreateUnbounded<ServerFrame>(new UnboundedChannelOptions { SingleReader = true });

        // Delivered here and not acknowledged for certain: pushed again after a reconnect, they are not handled again.
        private readonly HashSet<string> _open = [];
        private readonly HashSet<string> _given = [];
        private readonly Connections.Alarm _retry;
        private readonly StreamConsumeOptions _options;

        public Listener(RealtimeStreams streams, string stream, string group, string consumer, StreamConsumeOptions options)
            : base(stream, group)
        {
            (Streams, Consumer, _options) = (streams, consumer, options);
            _retry = new Connections.Alarm(streams.Client.Context, () => streams.BeginAnew(this));
        }

        public RealtimeStreams Streams { get; }

        public string Consumer { get; }

        public override string Type => "stream.consume";

        public override string StopType => "stream.stop";

        private Lock Gate => Streams.Client.Context.Gate;

        public override void Write(Utf8JsonWriter writer)
        {
            writer.WriteString("stream"u8, Stream);
            writer.WriteString("group"u8, Group);
            writer.WriteString("consumer"u8, Consumer);
            writer.WriteNumber("count"u8, _options.Credit);
            writer.WriteBoolean("auto_ack"u8, _options.Acknowledgement == StreamAcknowledgement.Delivered);
            writer.WriteOptional("min_idle_ms"u8, (long?)_options.MinIdle?.TotalMilliseconds);
        }

        public override void Began(ServerFrame reply)
        {
            // Nothing to remember: the server knows what is pending.
        }

        public override void Receive(ServerFrame frame)
        {
            // A group has no gaps: what was trimmed before it was read is not its to know.
            if (frame is { Type: FrameType.Stream, Id: { } id } && (_options.Acknowledgement == StreamAcknowledgement.Delivered || _open.Add(id)))
            {
                _buffer.Writer.TryWrite(frame);
            }
        }

        public override void End(RealtimeClientException? error)
        {
            IsEnded = true;
            _retry.Clear();
            _buffer.Writer.TryComplete(error);
        }

        public async Task AcknowledgeAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
        {
            try
            {
                await Streams.Client.SendAsync(AckRequest(ids), cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                Forget(ids);
            }
        }

        public void Retry(string id)
        {
            lock (Gate)
            {
                // It counts as one of those that are out until the consumer begins anew; then it comes first.
                _given.Remove(id);
                if (_open.Remove(id) && _retry.Due is null && !IsEnded)
                {
                    _retry.Set(_options.RetryAfter);
                }
            }
        }

        public async IAsyncEnumerator<StreamEntry> ReadAsync(IAsyncDisposable owner, CancellationToken cancellationToken)
        {
            await using var ending = owner.ConfigureAwait(false);
            while (await _buffer.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (_buffer.Reader.TryRead(out var frame))
                {
                    lock (Gate)
                    {
                        _given.Add(frame.Id!);
                    }

                    yield return RealtimeStreams.Entry(frame, Stream);

                    // The loop has come back: its body has run.
                    Handled(frame.Id!);
                }
            }
        }

        private void Handled(string id)
        {
            lock (Gate)
            {
                if (_given.Remove(id) && _options.Acknowledgement == StreamAcknowledgement.Handled)
                {
                    var request = AckRequest([id]);
                    request.OnReply = _ => _open.Remove(id);
                    request.OnFailure = error =>
                    {
                        _open.Remove(id);

                        // Whoever closes the client knows: it stays pending.
                        if (error is RealtimeClientException { Code: not RealtimeErrorCodes.Closed } failure)
                        {
                            Streams.Client.Session.Failed(failure);
                        }
                    };
                    Streams.TryAdd(request);
                }
            }
        }

        private void Forget(IReadOnlyCollection<string> ids)
        {
            lock (Gate)
            {
                _open.ExceptWith(ids);
            }
        }

        private Request AckRequest(IReadOnlyCollection<string> ids) =>
            new()
            {
                Type = "stream.ack",
                Fields = writer =>
                {
                    writer.WriteString("stream"u8, Stream);
                    writer.WriteString("group"u8, Group);
                    writer.WriteOptional("ids"u8, ids);
                },
            };
    }
}
