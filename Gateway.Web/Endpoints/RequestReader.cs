using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Reads publishing requests and refuses what no endpoint takes.</summary>
internal sealed class RequestReader(IOptions<SocketOptions> sockets)
{
    /// <summary>The header that makes a request safe to repeat.</summary>
    public const string IdempotencyHeader = "Idempotency-Key";

    // What stands beside the payload: a thousand user ids of 128 characters, in the longest escaped form.
    private const int RoomBesideData = 1024 * 1024;

    // Of a body that is not taken so much is still read, and thrown away. To close while it comes is to reset the connection, and a reset overtakes the answer.
    private const int RoomForRefused = 8 * 1024 * 1024;

    /// <summary>Largest body that the HTTP server lets in, in bytes: one that is taken, or one whose sender is to hear that it is not.</summary>
    public static long MaxBodyBytesReceived(SocketOptions options) => MaxBodyBytes(options) + RoomForRefused;

    private static long MaxBodyBytes(SocketOptions options) => options.MaxMessageBytes + (long)RoomBesideData;

    /// <summary>Reads and checks the body and the idempotency key; <c>Refused</c> is set when something is wrong.</summary>
    public async ValueTask<(PublishBody Body, ProblemResult? Refused)> ReadAsync(HttpRequest request, PublishFields known)
    {
        if (!request.HasJsonContentType())
        {
            return (PublishBody.Nothing, NotJson());
        }

        var json = await ReadBytesAsync(request);
        var body = PublishBody.Read(json, known, out var fault);
        if (fault is not null)
        {
            return (body, ProblemResult.BadRequest(fault));
        }

        return (body, CheckSize(body.Data!) ?? CheckKey(request, body));
    }

    /// <summary>Reads and checks what is published to a stream; <c>Refused</c> is set when something is wrong.</summary>
    public async ValueTask<(StreamPublishBody Body, ProblemResult? Refused)> ReadStreamMessagesAsync(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            return (StreamPublishBody.Nothing, NotJson());
        }

        var body = StreamPublishBody.Read(await ReadBytesAsync(request), out var fault);
        return (body, fault is null ? CheckSizes(body) : ProblemResult.BadRequest(fault));
    }

    /// <summary>Reads a body that publishes nothing; <c>Refused</c> is set when it is not of the form expected.</summary>
    public static async ValueTask<(T? Body, ProblemResult? Refused)> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        if (!request.HasJsonContentType())
        {
            return (null, NotJson());
        }

        try
        {
            var body = JsonSerializer.Deserialize(await ReadBytesAsync(request), type);
            return (body, body is null ? ProblemResult.BadRequest("The body must be a JSON object.") : null);
        }
        catch (JsonException exception)
        {
            return (null, ProblemResult.BadRequest(exception.Path is { Length: > 2 } path
                ? $"The body is not as expected at '{path[2..]}'."
                : $"The body is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1})."));
        }
    }

    private static ProblemResult NotJson() =>
        new(StatusCodes.Status415UnsupportedMediaType, ErrorCodes.BadRequest, "The Content-Type must be application/json.");

    private static async ValueTask<byte[]> ReadBytesAsync(HttpRequest request)
    {
        var most = MaxBodyBytes(request.HttpContext.RequestServices.GetRequiredService<IOptions<SocketOptions>>().Value);
        if (request.ContentLength > most)
        {
            throw TooLarge(most);
        }

        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.Buffer.Length > most)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw TooLarge(most);
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static BadHttpRequestException TooLarge(long most) => new($"A body of at most {most} bytes is taken.", StatusCodes.Status413PayloadTooLarge);

    /// <summary>Reads the idempotency key from the header, or takes the one that the body has; answers what is wrong with it, or <see langword="null"/>.</summary>
    public static ProblemResult? ReadKey(HttpRequest request, string? inBody, out string? key)
    {
        key = inBody;
        var header = request.Headers[IdempotencyHeader];
        if (header.Count > 1)
        {
            return ProblemResult.BadRequest("The header Idempotency-Key is given more than once.");
        }

        if (header.Count == 1)
        {
            if (inBody is not null && inBody != header[0])
            {
                return ProblemResult.BadRequest("'id' and the header Idempotency-Key differ.");
            }

            key = header[0];
        }

        return key is null || Identifiers.IsMessageId(key)
            ? null
            : ProblemResult.BadRequest($"The idempotency key must have 1 to {Identifiers.MaxMessageIdLength} characters, none of them a control character.");
    }

    private ProblemResult? CheckSize(byte[] data) => data.Length > sockets.Value.MaxMessageBytes
        ? ProblemResult.Of(ErrorCodes.TooLarge, $"'data' has {data.Length} bytes: at most {sockets.Value.MaxMessageBytes} are taken.")
        : null;

    private ProblemResult? CheckSizes(StreamPublishBody body)
    {
        foreach (var message in body.Messages)
        {
            if (CheckSize(message.Data) is { } refused)
            {
                return refused;
            }
        }

        return null;
    }

    private static ProblemResult? CheckKey(HttpRequest request, PublishBody body)
    {
        var refused = ReadKey(request, body.Id, out var key);
        body.UseKey(key);
        return refused;
    }
}
