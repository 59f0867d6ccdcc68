using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces.Connections;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Ends connections.</summary>
internal static class ConnectionEndpoints
{
    // RFC 6455, 7.4.1: policy violation.
    private const int PolicyViolation = 1008;

    public static void MapConnections(this IEndpointRouteBuilder api) =>
        api.MapDelete("/connections/{session_id}", CloseAsync).WithTags("Connections").Require(Access.Operator)
            .Describe("closeConnection", "Closes a connection with 1008 and ends its session at once.")
            .Produces(StatusCodes.Status204NoContent)
            .GivesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> CloseAsync(HttpContext context, string session_id, IGrainFactory grains, AdminAudit audit)
    {
        var closed = Identifiers.IsMessageId(session_id)
            && await grains.GetGrain<IConnectionGrain>(session_id).TerminateAsync(PolicyViolation, "Closed by an operator.").WaitAsync(context.RequestAborted);
        if (closed && context.Actor() is { IsAdmin: true } admin)
        {
            audit.ConnectionClosed(admin.UserId, session_id);
        }

        return closed ? TypedResults.NoContent() : ProblemResult.Of(ErrorCodes.NotFound, "There is no such session.");
    }
}
