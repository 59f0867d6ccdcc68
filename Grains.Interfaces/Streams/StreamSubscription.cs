using System.Runtime.CompilerServices;

namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>
/// Reads a stream on and on from any Orleans client: every entry once, in order, whichever silo dies and however long storage is away; what is missing is announced
/// (<see cref="StreamEvent.IsGap"/>). It holds nothing in the cluster but its position, which is its own, so there is nothing to end. For one reader at a time.
/// </summary>
public sealed class StreamSubscription
{
    private readonly IStreamGrain _stream;
    private readonly StreamSubscriptionOptions _options;

    private StreamSubscription(IStreamGrain stream, StreamSubscriptionOptions options, StreamId position) => (_stream, _options, Position) = (stream, options, position);

    /// <summary>Behind which it goes on: events up to here were handed out.</summary>
    public StreamId Position { get; private set; }

    /// <summary>Begins. When it answers, what is published later is read.</summary>
    /// <param name="grains">The client of the cluster.</param>
    /// <param name="stream">The stream's name.</param>
    /// <param name="options">Where to begin, and more.</param>
    /// <param name="cancellationToken">Ends the attempt: while the cluster or its storage is out of reach, it is repeated.</param>
    /// <exception cref="ArgumentException">The name or an option is not valid.</exception>
    public static async Task<StreamSubscription> StartAsync(
        IGrainFactory grains, string stream, StreamSubscriptionOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        options.Validate(nameof(options));
        var grain = grains.GetStream(stream);
        if (options.From is { } from)
        {
            return new(grain, options, from);
        }

        var end = await GrainRetry.RunAsync(
            options.Time, TimeSpan.MaxValue, (grain, cancellationToken), static call => call.grain.ReadAsync(new(After: null), call.cancellationToken), cancellationToken);
        return new(grain, options, end.Position);
    }

    /// <summary>What follows, entry by entry. Breaking off loses nothing: the next enumeration goes on behind the last event handed out.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="RealtimeException">The stream refused to go on.</exception>
    public async IAsyncEnumerable<StreamEvent> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var page = await ReadAsync(cancellationToken);
            var begin = page.Entries.Length > 0 ? page.Entries[0].Id.Before() : page.Position;
            if (page.Gap && begin != Position)
            {
                Position = begin;
                yield return new(Position, Entry: null);
            }

            foreach (var entry in page.Entries)
            {
                Position = entry.Id;
                yield return new(Position, entry);
            }
        }
    }

    /// <summary>What follows, page by page, none of them empty unless it announces a gap.</summary>
    /// <inheritdoc cref="ReadAllAsync" path="exception"/>
    public async IAsyncEnumerable<StreamPage> ReadPagesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var page = await ReadAsync(cancellationToken);
            Position = page.Position;
            if (page.Entries.Length > 0 || page.Gap)
            {
                yield return page;
            }
        }
    }

    /// <summary>
    /// Hands everything that follows to a handler, one after the other, until it is cancelled. A handler that throws stops nothing: the event counts as handled.
    /// </summary>
    /// <param name="handler">Gets each event and <paramref name="cancellationToken"/>.</param>
    /// <param name="onFault">Told of each event that the handler threw for. What it throws itself goes nowhere.</param>
    /// <param name="cancellationToken">Ends it in good order.</param>
    /// <exception cref="RealtimeException">The stream refused to go on.</exception>
    public async Task RunAsync(
        Func<StreamEvent, CancellationToken, Task> handler, Action<StreamEvent, Exception>? onFault = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        try
        {
            await foreach (var next in ReadAllAsync(cancellationToken))
            {
                await StreamHandling.RunAsync(next, handler, onFault, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // As asked.
        }
    }

    private Task<StreamPage> ReadAsync(CancellationToken cancellationToken) => StreamPolling.AskAsync(
        _options.Time,
        (Self: this, cancellationToken),
        static call => call.Self._stream.ReadAsync(new(call.Self.Position, call.Self._options.Count, call.Self._options.Wait), call.cancellationToken),
        static page => page is { Entries.Length: 0, Gap: false },
        cancellationToken);
}
