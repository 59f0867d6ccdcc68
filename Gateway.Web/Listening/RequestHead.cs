using System.Buffers;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http;
using Microsoft.Net.Http.Headers;
using HttpMethod = Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http.HttpMethod;
using HttpVersion = Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http.HttpVersion;

namespace Orleans.Realtime.Gateway.Web.Listening;

/// <summary>
/// The head of a request that asks for a WebSocket, read by Kestrel's own parser. Stricter than HTTP: whatever is unusual about it, be it allowed
/// or not, is left to the HTTP server, which knows every rule and has the words for every fault.
/// </summary>
internal sealed class RequestHead : IHttpRequestLineHandler, IHttpHeadersHandler
{
    private const int MaxHeaders = 100;

    private static readonly HttpParser<RequestHead> Parser = new();
    private static readonly SearchValues<byte> UsualBytes = SearchValues.Create([(byte)'\r', (byte)'\n', .. Enumerable.Range(0x20, 0x5F).Select(value => (byte)value)]);
    private static readonly SearchValues<char> UsualHost = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]");

    private readonly HeaderDictionary _headers = [];
    private string _query = string.Empty;
    private bool _isOurs;

    private RequestHead()
    {
    }

    private static ReadOnlySpan<byte> Beginning => "GET /ws"u8;

    /// <summary>Looks at the first bytes of a connection.</summary>
    /// <param name="received">What came so far; more than <paramref name="length"/> is not looked at.</param>
    /// <param name="length">How many bytes that is.</param>
    /// <param name="head">The head, where the answer says so.</param>
    /// <param name="headLength">Its length in bytes.</param>
    public static RequestHeadState Read(byte[] received, int length, out RequestHead? head, out int headLength)
    {
        head = null;
        headLength = 0;
        var bytes = received.AsSpan(0, length);
        var common = Math.Min(length, Beginning.Length);
        if (!bytes[..common].SequenceEqual(Beginning[..common]) || (length > common && bytes[common] is not ((byte)' ' or (byte)'?')))
        {
            return RequestHeadState.ForHttp;
        }

        var end = bytes.IndexOf("\r\n\r\n"u8);
        var soFar = end < 0 ? bytes : bytes[..(end + 4)];
        if (soFar.ContainsAnyExcept(UsualBytes) || soFar.Count((byte)'\n') != soFar.Count("\r\n"u8))
        {
            return RequestHeadState.ForHttp;
        }

        if (end < 0)
        {
            return RequestHeadState.Incomplete;
        }

        // The parser is patient with more blanks than the two.
        if (soFar[..soFar.IndexOf((byte)'\r')].Count((byte)' ') != 2)
        {
            return RequestHeadState.ForHttp;
        }

        var parsed = new RequestHead();
        if (!parsed.TryParse(new ReadOnlySequence<byte>(received, 0, soFar.Length)))
        {
            return RequestHeadState.ForHttp;
        }

        head = parsed;
        headLength = soFar.Length;
        return RequestHeadState.Complete;
    }

    /// <summary>The request as the HTTP server would show it, without a response that could be written.</summary>
    public HttpContext ToContext(IPEndPoint? local, IPEndPoint? remote, IServiceProvider services)
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Method = HttpMethods.Get,
            Protocol = HttpProtocol.Http11,
            Scheme = Uri.UriSchemeHttp,
            Path = Endpoints.WebSocketEndpoint.Path,
            QueryString = _query,
            RawTarget = Endpoints.WebSocketEndpoint.Path + _query,
            Headers = _headers,
        });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        features.Set<IHttpConnectionFeature>(new HttpConnectionFeature
        {
            LocalIpAddress = local?.Address,
            LocalPort = local?.Port ?? 0,
            RemoteIpAddress = remote?.Address,
            RemotePort = remote?.Port ?? 0,
        });
        return new DefaultHttpContext(features) { RequestServices = services };
    }

    /// <inheritdoc />
    public void OnStartLine(HttpVersionAndMethod versionAndMethod, TargetOffsetPathLength targetPath, Span<byte> startLine)
    {
        var query = startLine[(targetPath.Offset + targetPath.Length)..];
        _isOurs = versionAndMethod is { Version: HttpVersion.Http11, Method: HttpMethod.Get }
            && startLine.Slice(targetPath.Offset, targetPath.Length).SequenceEqual("/ws"u8)
            && (query.IsEmpty || query[0] == (byte)'?');
        _query = Encoding.ASCII.GetString(query);
    }

    /// <inheritdoc />
    public void OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => _headers.Append(Encoding.ASCII.GetString(name), Encoding.ASCII.GetString(value));

    /// <inheritdoc />
    public void OnHeadersComplete(bool endStream)
    {
    }

    /// <inheritdoc />
    public void OnStaticIndexedHeader(int index) => throw new NotSupportedException();

    /// <inheritdoc />
    public void OnStaticIndexedHeader(int index, ReadOnlySpan<byte> value) => throw new NotSupportedException();

    private bool TryParse(ReadOnlySequence<byte> bytes)
    {
        var reader = new SequenceReader<byte>(bytes);
        try
        {
            return Parser.ParseRequestLine(this, ref reader) && Parser.ParseHeaders(this, ref reader) && reader.End && IsUsual();
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException)
        {
            return false;
        }
    }

    // One host, no body, nothing that waits for an answer in between.
    private bool IsUsual() =>
        _isOurs
        && _headers.Count <= MaxHeaders
        && _headers[HeaderNames.Host] is [{ Length: > 0 } host] && !host.AsSpan().ContainsAnyExcept(UsualHost)
        && !_headers.ContainsKey(HeaderNames.ContentLength)
        && !_headers.ContainsKey(HeaderNames.TransferEncoding)
        && !_headers.ContainsKey(HeaderNames.Expect);
}
