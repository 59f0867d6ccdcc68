using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Answers with entries of a stream, each as its frame over the socket is.</summary>
internal sealed class StreamEntriesResult(StreamEntry[] entries) : IResult
{
    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = Write(entries);
        httpContext.Response.ContentType = JsonContentType;
        httpContext.Response.ContentLength = body.Length;
        await httpContext.Response.BodyWriter.WriteAsync(body, httpContext.RequestAborted);
    }

    /// <summary>The media type of the answer.</summary>
    public const string JsonContentType = "application/json; charset=utf-8";

    /// <summary>The body of the answer.</summary>
    public static byte[] Write(StreamEntry[] entries)
    {
        var buffer = FrameBuffer.Rent();
        StreamFrames.WritePage(buffer, entries);
        return FrameBuffer.Take(buffer);
    }
}
