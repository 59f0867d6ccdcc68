using System.Text.Json;
using System.Threading.Channels;
using Orleans.Realtime.Client.Protocol;

namespace Orleans.Realtime.Client.Streams;

/// <summary>A live subscription to a stream, for one <c>await foreach</c> loop: goes on behind its last entry whenever the connection was lost. Leaving the loop ends it.</summary>
public sealed class StreamSubscription : IAsyncEnumerable<StreamEntry>, IAsyncDisposable
{
    private readonly Listener _listener;

    internal StreamSubscription(RealtimeStreams streams, string stream, StreamSubscribeOptions options) => _listener = new Listener(streams, stream, options);

    /// <summary>The stream.</summary>
    public string Stream => _listener.Stream;

    /// <summary>The id of the last entry that was received, or behind which it began; null before it began.</summary>
    public string? LastId => _listener.LastId;

    internal StreamListener Inner => _listener;

    /// <summary>The entries. Throws a <see cref="RealtimeClientException"/> when an error ended the subscription: <c>overflow</c>, what the server said, or why the client was closed.</summary>
    public IAsyncEnumerator<StreamEntry> GetAsyncEnumerator(CancellationToken cancellationToken = default) => _listener.ReadAsync(this, cancellationToken);

    /// <summary>Ends it. Done when the server knows, or is not there to be told.</summary>
    public ValueTask DisposeAsync() => new(_listener.Streams.StopAsync(_listener));

    private sealed class Listener(RealtimeStreams streams, string stream, StreamSubscribeOptions options) : StreamListener(stream, null)
    {
        private readonly Channel<ServerFrame> _buffer = Channel.CreateBounded<ServerFrame>(new BoundedChannelOptions(options.MaxBuffered) { SingleReader = true });
        private volatile string? _lastId = options.StartId == "$" ? null : options.StartId;

        public RealtimeStreams Streams => streams;

        public string? LastId => _lastId;

        public override string Type => "stream.subscribe";

        public override string StopType => "stream.unsubscribe";

        public override void Write(Utf8JsonWriter writer)
        {
            writer.WriteString("stream"u8, Stream);
            writer.WriteString("start_id"u8, _lastId ?? "$");
        }

        public override void Began(ServerFrame reply) => _lastId ??= reply.Root.Text("last_id");

        public override void Receive(ServerFrame frame)
        {
            if (frame.Type == FrameType.Stream)
            {
                if (frame.Id is null || (_lastId is { } last && !EntryIds.IsBehind(frame.Id, last)))
                {
                    return;
                }

                _lastId = frame.Id;
            }

            if (!_buffer.Writer.TryWrite(frame))
            {
                streams.Abandon(this, new RealtimeClientException(RealtimeErrorCodes.Overflow, $"{options.MaxBuffered} entries wait for a loop that is too slow."));
            }
        }

        public override void End(RealtimeClientException? error)
        {
            IsEnded = true;
            _buffer.Writer.TryComplete(error);
        }

        public async IAsyncEnumerator<StreamEntry> ReadAsync(IAsyncDisposable owner, CancellationToken cancellationToken)
        {
            await using var ending = owner.ConfigureAwait(false);
            while (await _buffer.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (_buffer.Reader.TryRead(out var frame))
                {
                    if (frame.Type == FrameType.Gap)
                    {
                        options.OnGap?.Invoke(new StreamGap(Stream, frame.Root.Text("from_id") ?? "", frame.Root.Text("to_id")));
                    }
                    else
                    {
                        yield return RealtimeStreams.Entry(frame, Stream);
                    }
                }
            }
        }
    }
}
