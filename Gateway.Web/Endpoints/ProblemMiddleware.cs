using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>
/// Gives every error of the HTTP API the form of problem+json: what routing answers by itself (404, 405), what Kestrel refuses
/// (413), and what a handler could not finish.
/// </summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
            {
                await Describe(context.Response.StatusCode).ExecuteAsync(context);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller went away: nobody reads an answer.
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            }
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            await Explain(exception).ExecuteAsync(context);
        }
    }

    private static ProblemResult Describe(int status) => status switch
    {
        StatusCodes.Status404NotFound => ProblemResult.Of(ErrorCodes.NotFound, "There is nothing at this path."),
        StatusCodes.Status405MethodNotAllowed => new ProblemResult(status, ErrorCodes.BadRequest, "The path does not take this method."),
        StatusCodes.Status413PayloadTooLarge => ProblemResult.Of(ErrorCodes.TooLarge, "The body is too large."),
        StatusCodes.Status401Unauthorized => ProblemResult.Of(ErrorCodes.Unauthorized, null),
        StatusCodes.Status403Forbidden => ProblemResult.Of(ErrorCodes.Forbidden, null),
        StatusCodes.Status503ServiceUnavailable => ProblemResult.Of(ErrorCodes.Unavailable, null),
        _ => new ProblemResult(status, status < 500 ? ErrorCodes.BadRequest : ErrorCodes.Internal, null),
    };

    private ProblemResult Explain(Exception exception)
    {
        if (exception is BadHttpRequestException bad)
        {
            return Describe(bad.StatusCode);
        }

        var code = TransientFault.CodeOf(exception).ToWire();
        if (code == ErrorCodes.Internal)
        {
            LogUnexpected(logger, exception);
        }

        return ProblemResult.Of(code, TransientFault.MessageOf(exception));
    }
}
