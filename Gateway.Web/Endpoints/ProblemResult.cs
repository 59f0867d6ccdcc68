using Microsoft.AspNetCore.WebUtilities;
using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Answers with problem+json.</summary>
internal sealed class ProblemResult(int status, string code, string? detail) : IResult
{
    /// <summary>The media type of problems.</summary>
    public const string ContentType = "application/problem+json";

    // What cannot be served now is usually back within a second or two: a silo moves, storage restarts.
    private const string RetryAfterSeconds = "1";

    /// <summary>The status that belongs to the code.</summary>
    public static ProblemResult Of(string code, string? detail) => new(ErrorCodes.ToStatus(code), code, detail);

    /// <summary>A refusal by a grain.</summary>
    public static ProblemResult Of(RealtimeErrorCode code, string? detail) => Of(code.ToWire(), detail);

    /// <summary>A message that was not stored.</summary>
    public static ProblemResult Of(PublishReceipt receipt) => Of(receipt.Error, receipt.ErrorMessage);

    /// <summary>A fault in the request.</summary>
    public static ProblemResult BadRequest(string detail) => Of(ErrorCodes.BadRequest, detail);

    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        if (status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
        {
            response.Headers.RetryAfter = RetryAfterSeconds;
        }
        else if (status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        var problem = new Problem(ReasonPhrases.GetReasonPhrase(status), status, code, detail);
        return response.WriteAsJsonAsync(problem, ApiJson.Context.Problem, ContentType, httpContext.RequestAborted);
    }
}
