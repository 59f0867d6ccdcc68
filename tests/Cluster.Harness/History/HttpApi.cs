using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Orleans.Realtime.Cluster.Harness.History;

/// <summary>The HTTP API, each request repeated on one gateway after the other until it is answered.</summary>
internal sealed class HttpApi(GatewayList gateways, HistoryRecorder history, Random random, TimeProvider time) : IDisposable
{
    private const int PageSize = 500;
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(12);

    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Publishes an event to an inbox, or a message to a room, under an idempotency key.</summary>
    public async Task PublishAsync(string log, string id, string data, CancellationToken cancellationToken)
    {
        var isRoom = LogNames.IsRoom(log, out var key);
        var path = isRoom ? $"/api/v1/rooms/{key}/messages" : "/api/v1/events";
        var body = isRoom ? $$"""{"data":{{data}}}""" : $$"""{"user_id":"{{key}}","type":"chaos.event","data":{{data}}}""";
        using var reply = await SendAsync(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json")) };
                request.Headers.Add("Idempotency-Key", id);
                return request;
            },
            code => history.Add(at => new HistoryEvent.Refused(at, log, id, code)),
            cancellationToken);
        var (seq, messageId) = (reply.RootElement.GetProperty("seq").GetInt64(), reply.RootElement.GetProperty(isRoom ? "message_id" : "id").GetString()!);
        history.Add(at => new HistoryEvent.Acknowledged(at, log, id, seq, messageId));
    }

    /// <summary>Reads a room's whole history into the record.</summary>
    public async Task ReadHistoryAsync(string room, CancellationToken cancellationToken)
    {
        var log = LogNames.Room(room);
        var after = 0L;
        while (true)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/api/v1/rooms/{room}/messages?after_seq={after}&limit={PageSize}");
            using var page = await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), _ => { }, cancellationToken);
            var epoch = page.RootElement.GetProperty("epoch").GetString()!;
            foreach (var message in page.RootElement.GetProperty("messages").EnumerateArray())
            {
                var seq = after = message.GetProperty("seq").GetInt64();
                var (messageId, id) = (message.GetProperty("id").GetString()!, message.GetProperty("data").GetProperty("id").GetString()!);
                history.Add(at => new HistoryEvent.Stored(at, log, epoch, seq, messageId, id));
            }

            if (!page.RootElement.GetProperty("has_more").GetBoolean())
            {
                return;
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonDocument> SendAsync(Func<HttpRequestMessage> build, Action<string> refused, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(random, time);
        Uri? gateway = null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            gateway = gateways.Pick(random, gateway);
            try
            {
                if (gateway is not null && await TryAsync(gateway, build, refused, cancellationToken) is { } answer)
                {
                    return answer;
                }
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // No answer: whether it was taken is unknown, and the key makes the repetition safe.
                refused("no_answer");
            }

            await backoff.WaitAsync(cancellationToken);
        }
    }

    private async Task<JsonDocument?> TryAsync(Uri gateway, Func<HttpRequestMessage> build, Action<string> refused, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(RequestTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = build();
        var separator = request.RequestUri!.OriginalString.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        request.RequestUri = new Uri(gateway, request.RequestUri.OriginalString + separator + "user_id=sender&role=service");
        using var response = await _http.SendAsync(request, both.Token);
        var text = await response.Content.ReadAsStringAsync(both.Token);
        if (response.IsSuccessStatusCode)
        {
            return JsonDocument.Parse(text);
        }

        refused(((int)response.StatusCode).ToString(CultureInfo.InvariantCulture));
        if (response.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.TooManyRequests))
        {
            history.Add(at => new HistoryEvent.Oddity(at, $"HTTP {(int)response.StatusCode} from {request.RequestUri.AbsolutePath}: {text}"));
        }

        return null;
    }
}
