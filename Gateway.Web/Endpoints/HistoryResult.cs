using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Answers with a page of a log, each message as its frame over the socket is.</summary>
internal sealed class HistoryResult(LogId log, MessagePage page) : IResult
{
    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        // Through the scratch buffer: a page knows its length then, and a reader that is slow holds no thread's buffer.
        var buffer = FrameBuffer.Rent();
        MessageFrames.WritePage(buffer, log, page);
        var body = FrameBuffer.Take(buffer);
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        httpContext.Response.ContentLength = body.Length;
        await httpContext.Response.BodyWriter.WriteAsync(body, httpContext.RequestAborted);
    }
}
