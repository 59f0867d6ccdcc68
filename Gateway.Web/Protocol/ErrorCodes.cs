using Orleans.Realtime.Grains.Interfaces;

namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>The error codes of the wire protocol, in <c>error</c> frames and in problem+json.</summary>
internal static class ErrorCodes
{
    public const string BadRequest = "bad_request";
    public const string Unauthorized = "unauthorized";
    public const string Forbidden = "forbidden";
    public const string NotFound = "not_found";
    public const string NotMember = "not_member";
    public const string TooLarge = "too_large";
    public const string RateLimited = "rate_limited";
    public const string Unavailable = "unavailable";
    public const string Timeout = "timeout";
    public const string Conflict = "conflict";
    public const string Internal = "internal";

    /// <summary>The wire text of a refusal. <see cref="RealtimeErrorCode.None"/> has none and reads as <c>internal</c>.</summary>
    public static string ToWire(this RealtimeErrorCode code) => code switch
    {
        RealtimeErrorCode.BadRequest => BadRequest,
        RealtimeErrorCode.Forbidden => Forbidden,
        RealtimeErrorCode.NotFound => NotFound,
        RealtimeErrorCode.NotMember => NotMember,
        RealtimeErrorCode.TooLarge => TooLarge,
        RealtimeErrorCode.RateLimited => RateLimited,
        RealtimeErrorCode.Unavailable => Unavailable,
        RealtimeErrorCode.Timeout => Timeout,
        RealtimeErrorCode.Conflict => Conflict,
        _ => Internal,
    };

    /// <summary>The HTTP status that goes with a code.</summary>
    public static int ToStatus(string code) => code switch
    {
        BadRequest => StatusCodes.Status400BadRequest,
        Unauthorized => StatusCodes.Status401Unauthorized,
        Forbidden or NotMember => StatusCodes.Status403Forbidden,
        NotFound => StatusCodes.Status404NotFound,
        Conflict => StatusCodes.Status409Conflict,
        TooLarge => StatusCodes.Status413PayloadTooLarge,
        RateLimited => StatusCodes.Status429TooManyRequests,
        Unavailable => StatusCodes.Status503ServiceUnavailable,
        Timeout => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };
}
