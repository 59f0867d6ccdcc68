using Microsoft.OpenApi;
using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>What <c>/openapi/v1.json</c> says about an endpoint.</summary>
internal static class EndpointDescriptions
{
    private static readonly int[] EveryCall =
    [
        StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden,
        StatusCodes.Status503ServiceUnavailable, StatusCodes.Status504GatewayTimeout,
    ];

    private static readonly int[] EveryPost = [StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType];

    /// <summary>The operation's id and one sentence.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string id, string summary) =>
        endpoint.WithName(id).WithSummary(summary);

    /// <summary>The JSON body it takes, in which or beside which there may be an idempotency key.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint)
        where T : notnull =>
        endpoint.TakesBody<T>().TakesKey("1 to 64 characters; the same as 'id' in the body.");

    /// <summary>The JSON body it takes.</summary>
    public static RouteHandlerBuilder TakesBody<T>(this RouteHandlerBuilder endpoint)
        where T : notnull =>
        endpoint.Accepts<T>("application/json").GivesProblem(EveryPost);

    /// <summary>The header that makes it safe to repeat.</summary>
    public static RouteHandlerBuilder TakesKey(this RouteHandlerBuilder endpoint, string rule) =>
        endpoint.WithMetadata(new IdempotentAttribute(rule));

    /// <summary>What its body and its answer look like.</summary>
    public static RouteHandlerBuilder Example(this RouteHandlerBuilder endpoint, string? request, string answer) =>
        endpoint.WithMetadata(new BodyExample(request, answer));

    /// <summary>An optional query parameter.</summary>
    public static RouteHandlerBuilder TakesQuery(this RouteHandlerBuilder endpoint, string name, JsonSchemaType type, string description) =>
        endpoint.WithMetadata(new QueryParameter(name, type, description));

    /// <summary>The answer of a call that succeeds.</summary>
    public static RouteHandlerBuilder Gives<T>(this RouteHandlerBuilder endpoint) =>
        endpoint.Produces<T>();

    /// <summary>The ways in which every call of the group can fail.</summary>
    public static RouteGroupBuilder GivesUsualProblems(this RouteGroupBuilder group)
    {
        foreach (var status in EveryCall)
        {
            group.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(Problem), [ProblemResult.ContentType]));
        }

        return group;
    }

    /// <summary>Statuses that come with problem+json.</summary>
    public static RouteHandlerBuilder GivesProblem(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            endpoint.Produces<Problem>(status, ProblemResult.ContentType);
        }

        return endpoint;
    }
}
