using Microsoft.OpenApi;
using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;
using Orleans.Realtime.Gateway.Web.Streams;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;
using static Orleans.Realtime.Gateway.Web.Endpoints.StreamRequest;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Consumer groups of streams over HTTP.</summary>
internal static class StreamGroupEndpoints
{
    private const int MaxBlockMs = 60_000;

    // The largest that a TimeSpan and Redis both hold is far above; a number beyond is a mistake.
    private const long MaxIdleMs = 365L * 24 * 60 * 60 * 1_000;

    private const string Entry = """{"id":"1763690000000-0","data":{"order":17},"timestamp":1763690000,"delivery_count":1}""";

    public static void MapStreamGroups(this RouteGroupBuilder stream)
    {
        stream.MapPost("/groups", CreateAsync)
            .Describe("createStreamGroup", "Creates a consumer group, and the stream if there is none.")
            .TakesBody<StreamGroupRequest>().Gives<StreamGroupCreated>().GivesProblem(StatusCodes.Status409Conflict)
            .Example("""{"group":"workers","start_id":"0"}""", """{"group":"workers","stream":"orders"}""");
        stream.MapGet("/groups", ListAsync)
            .Describe("listStreamGroups", "Lists the consumer groups of a stream.")
            .Gives<StreamGroups>().GivesProblem(StatusCodes.Status404NotFound)
            .Example(null, """
                {"groups":[{"name":"workers","consumers":1,"pending":2,"last_delivered_id":"1763690000000-0","entries_read":40,"lag":0,"consumer_list":[{"name":"w1","pending":2,"idle_ms":120}]}]}
                """);
        var group = stream.MapGroup("/groups/{group}");
        group.MapDelete(string.Empty, DeleteAsync)
            .Describe("deleteStreamGroup", "Deletes a consumer group with what is pending in it.")
            .Gives<StreamDeleted>().GivesProblem(StatusCodes.Status404NotFound)
            .Example(null, """{"deleted":true}""");
        group.MapPost("/read", ReadAsync)
            .Describe("readStreamGroup", "Takes entries for one consumer of a group, waiting for the first.")
            .TakesBody<StreamReadRequest>().Gives<StreamMessages>().GivesProblem(StatusCodes.Status404NotFound)
            .Example("""{"consumer":"w1","count":10,"block_ms":5000,"auto_ack":false,"min_idle_ms":30000}""", $$"""{"messages":[{{Entry}}]}""");
        group.MapPost("/ack", AcknowledgeAsync)
            .Describe("acknowledgeStreamEntries", "Marks entries as done.")
            .TakesBody<StreamAckRequest>().Gives<StreamAcked>()
            .Example("""{"ids":["1763690000000-0"]}""", """{"acked":1}""");
        group.MapGet("/pending", GetPendingAsync)
            .Describe("listPendingEntries", "Tells what a group has given out and not got acknowledged.")
            .TakesQuery("start", JsonSchemaType.String, "The lowest id to list; '-' by default.")
            .TakesQuery("end", JsonSchemaType.String, "The highest id to list; '+' by default.")
            .TakesQuery("count", JsonSchemaType.Integer, "Most entries to list, 1 to 1,000; 100 by default.")
            .TakesQuery("consumer", JsonSchemaType.String, "Lists only what this consumer has.")
            .Gives<StreamPending>().GivesProblem(StatusCodes.Status404NotFound)
            .Example(null, """
                {"count":1,"min_id":"1763690000000-0","max_id":"1763690000000-0","consumers":[{"name":"w1","pending":1}],"entries":[{"id":"1763690000000-0","consumer":"w1","idle_ms":4200,"delivery_count":1}]}
                """);
        group.MapPost("/claim", ClaimAsync)
            .Describe("claimStreamEntries", "Takes over what others were given and have not acknowledged, the oldest first.")
            .TakesBody<StreamClaimRequest>().Gives<StreamMessages>().GivesProblem(StatusCodes.Status404NotFound)
            .Example("""{"consumer":"w2","min_idle_ms":60000,"count":10}""", $$"""{"messages":[{{Entry.Replace("\"delivery_count\":1", "\"delivery_count\":2", StringComparison.Ordinal)}}]}""");
    }

    private static async Task<IResult> CreateAsync(HttpContext context, string stream, IGrainFactory grains)
    {
        var (body, refused) = await RequestReader.ReadAsync(context.Request, ApiJson.Context.StreamGroupRequest);
        StreamId? start = null;
        refused ??= CheckName("stream", stream) ?? CheckName("group", body!.Group) ?? ReadStart(body!.StartId, out start);
        if (refused is not null)
        {
            return refused;
        }

        await grains.GetStream(stream).CreateGroupAsync(body!.Group!, start).WaitAsync(context.RequestAborted);
        return ApiJson.Ok(new StreamGroupCreated(body.Group!, stream));
    }

    private static async Task<IResult> ListAsync(HttpContext context, string stream, IGrainFactory grains)
    {
        if (CheckName("stream", stream) is { } refused)
        {
            return refused;
        }

        var groups = await grains.GetStream(stream).GetGroupsAsync().WaitAsync(context.RequestAborted);
        return ApiJson.Ok(new StreamGroups(Array.ConvertAll(groups, StreamAnswers.Describe)));
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string stream, string group, IGrainFactory grains)
    {
        if (CheckNames(stream, group) is { } refused)
        {
            return refused;
        }

        return await grains.GetStream(stream).DeleteGroupAsync(group).WaitAsync(context.RequestAborted)
            ? ApiJson.Ok(new StreamDeleted(true))
            : ProblemResult.Of(RealtimeErrorCode.NotFound, "There is no such group.");
    }

    private static async Task<IResult> ReadAsync(
        HttpContext context, string stream, string group, GroupReads reads, StreamCalls calls, IGrainFactory grains, ILogger<StreamReadResult> logger)
    {
        var (body, refused) = await RequestReader.ReadAsync(context.Request, ApiJson.Context.StreamReadRequest);
        refused ??= CheckNames(stream, group) ?? CheckName("consumer", body!.Consumer) ?? CheckCount(body!.Count) ?? CheckNumber("block_ms", body.BlockMs, 0, MaxBlockMs)
            ?? (body.MinIdleMs is { } idle ? CheckNumber("min_idle_ms", idle, 1, MaxIdleMs) : null);
        if (refused is not null)
        {
            return refused;
        }

        var grain = grains.GetStream(stream);
        var read = new GroupRead(group, body!.Consumer!, body.Count)
        {
            PendingAfter = body.Pending ? StreamId.Zero : null,
            MinIdle = body.MinIdleMs is { } minIdle ? TimeSpan.FromMilliseconds(minIdle) : null,
        };
        var wait = body.Pending ? TimeSpan.Zero : TimeSpan.FromMilliseconds(body.BlockMs);
        var entries = await reads.ReadAsync(grain, read, wait, context.RequestAborted);
        return body.AutoAck && entries.Length > 0
            ? new StreamReadResult(calls, grain, group, entries, logger)
            : new StreamEntriesResult(entries);
    }

    private static async Task<IResult> AcknowledgeAsync(HttpContext context, string stream, string group, StreamCalls calls, IGrainFactory grains)
    {
        var (body, refused) = await RequestReader.ReadAsync(context.Request, ApiJson.Context.StreamAckRequest);
        StreamId[] ids = [];
        refused ??= CheckNames(stream, group) ?? ReadIds(body!.Ids, out ids);
        return refused ?? (IResult)ApiJson.Ok(new StreamAcked(await calls.AcknowledgeAsync(grains.GetStream(stream), group, ids).WaitAsync(context.RequestAborted)));
    }

    private static async Task<IResult> GetPendingAsync(HttpContext context, string stream, string group, IGrainFactory grains)
    {
        string? consumer = context.Request.Query["consumer"];
        var refused = ReadRange(context.Request.Query, out var range) ?? CheckNames(stream, group) ?? (consumer is null ? null : CheckName("consumer", consumer));
        if (refused is not null)
        {
            return refused;
        }

        var pending = await grains.GetStream(stream).GetPendingAsync(new(group, range.Start, range.End, range.Count, consumer)).WaitAsync(context.RequestAborted);
        return ApiJson.Ok(StreamAnswers.Describe(pending));
    }

    private static async Task<IResult> ClaimAsync(HttpContext context, string stream, string group, IGrainFactory grains)
    {
        var (body, refused) = await RequestReader.ReadAsync(context.Request, ApiJson.Context.StreamClaimRequest);
        refused ??= CheckNames(stream, group) ?? CheckName("consumer", body!.Consumer) ?? CheckCount(body!.Count) ?? CheckNumber("min_idle_ms", body.MinIdleMs, 0, MaxIdleMs);
        if (refused is not null)
        {
            return refused;
        }

        var claim = new GroupClaim(group, body!.Consumer!, TimeSpan.FromMilliseconds(body.MinIdleMs!.Value), body.Count);
        return new StreamEntriesResult(await grains.GetStream(stream).ClaimAsync(claim).WaitAsync(context.RequestAborted));
    }

    private static ProblemResult? CheckNames(string stream, string group) => CheckName("stream", stream) ?? CheckName("group", group);
}
