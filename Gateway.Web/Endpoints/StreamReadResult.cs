using Orleans.Realtime.Gateway.Web.Streams;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>
/// Answers with entries that are acknowledged by being answered: all of them are written, then they are acknowledged, then the answer ends. Who sees its end knows
/// them acknowledged; an answer that broke off leaves them pending.
/// </summary>
internal sealed partial class StreamReadResult(StreamCalls calls, IStreamGrain stream, string group, StreamEntry[] entries, ILogger logger) : IResult
{
    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, gone) = (httpContext.Response, httpContext.RequestAborted);
        // No length: a client that counts would take the last byte of the data for the end.
        response.ContentType = StreamEntriesResult.JsonContentType;
        try
        {
            var written = await response.BodyWriter.WriteAsync(StreamEntriesResult.Write(entries), gone);
            if (written.IsCompleted || gone.IsCancellationRequested)
            {
                return;
            }

            await calls.AcknowledgeAsync(stream, group, Array.ConvertAll(entries, entry => entry.Id));
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // The caller went away: the entries are pending for whoever claims them.
        }
        catch (Exception exception) when (exception is RealtimeException || TransientFault.Matches(exception))
        {
            LogNotAcknowledged(logger, exception, entries.Length);
            httpContext.Abort();
        }
    }
}
