using Microsoft.OpenApi;
using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Gateway.Web.Streams;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;
using static Orleans.Realtime.Gateway.Web.Endpoints.StreamRequest;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Streams over HTTP: publish, history, state.</summary>
internal static class StreamEndpoints
{
    private const string Entry = """{"id":"1763690000000-0","data":{"order":17},"timestamp":1763690000}""";

    public static void MapStreams(this IEndpointRouteBuilder api)
    {
        var stream = api.MapGroup("/streams/{stream}").WithTags("Streams").Require(Access.Streams);
        stream.MapPost("/messages", PublishAsync)
            .Describe("publishToStream", "Publishes one message to a stream, or up to 1,000 that enter it together.")
            .TakesBody<StreamPublishRequest>().TakesKey("1 to 64 characters, unique per user and stream.")
            .Gives<StreamPublished>().GivesProblem(StatusCodes.Status409Conflict)
            .Example("""{"data":{"order":17}}""", """{"id":"1763690000000-0"}""");
        stream.MapGet("/messages", ReadRangeAsync)
            .Describe("readStreamRange", "Reads a piece of a stream's history. A stream that does not exist has none.")
            .TakesQuery("start", JsonSchemaType.String, "The lowest id, '-' (the default) for the oldest; behind a '(' the entry itself is left out.")
            .TakesQuery("end", JsonSchemaType.String, "The highest id, '+' (the default) for the newest; behind a '(' the entry itself is left out.")
            .TakesQuery("count", JsonSchemaType.Integer, "Most entries to answer, 1 to 1,000; 100 by default. Fewer come where they are large.")
            .TakesQuery("reverse", JsonSchemaType.Boolean, "True: from the highest id down.")
            .Gives<StreamMessages>()
            .Example(null, $$"""{"messages":[{{Entry}}]}""");
        stream.MapPost("/trim", TrimAsync)
            .Describe("trimStream", "Drops the oldest entries of a stream.")
            .TakesBody<StreamTrimRequest>().Gives<StreamTrimmed>().GivesProblem(StatusCodes.Status404NotFound)
            .Example("""{"max_len":1000,"approximate":false}""", """{"trimmed":250,"length":1000}""");
        stream.MapGet(string.Empty, GetAsync)
            .Describe("getStream", "Tells the state of a stream.")
            .Gives<StreamState>().GivesProblem(StatusCodes.Status404NotFound)
            .Example(null, $$"""
                {"stream":"orders","length":1,"last_generated_id":"1763690000000-0","entries_added":1,"max_deleted_entry_id":"0-0","groups":1,"first_entry":{{Entry}},"last_entry":{{Entry}}}
                """);
        stream.MapDelete(string.Empty, DeleteAsync)
            .Describe("deleteStream", "Deletes a stream with its groups.")
            .Gives<StreamDeleted>().GivesProblem(StatusCodes.Status404NotFound)
            .Example(null, """{"deleted":true}""");
        stream.MapStreamGroups();
    }

    private static async Task<IResult> PublishAsync(HttpContext context, string stream, RequestReader requests, StreamCalls calls, IGrainFactory grains)
    {
        var (body, refused) = await requests.ReadStreamMessagesAsync(context.Request);
        string? key = null;
        refused ??= CheckName("stream", stream) ?? RequestReader.ReadKey(context.Request, inBody: null, out key);
        if (refused is not null)
        {
            return refused;
        }

        var publish = new StreamPublish(body.Messages, StreamIdempotencyKey.Of(context.Actor().UserId, key));
        var receipt = await calls.PublishAsync(grains.GetStream(stream), publish).WaitAsync(context.RequestAborted);
        if (receipt.Error != RealtimeErrorCode.None)
        {
            return ProblemResult.Of(receipt.Error, receipt.ErrorMessage);
        }

        return ApiJson.Ok(body.IsBatch
            ? new StreamPublished(null, Array.ConvertAll(receipt.Ids, id => id.ToString()))
            : new StreamPublished(receipt.Ids[0].ToString(), null));
    }

    private static async Task<IResult> ReadRangeAsync(HttpContext context, string stream, IGrainFactory grains)
    {
        var refused = ReadRange(context.Request.Query, out var range) ?? CheckName("stream", stream);
        if (refused is not null)
        {
            return refused;
        }

        var entries = range.Start > range.End ? [] : await grains.GetStream(stream).RangeAsync(range).WaitAsync(context.RequestAborted);
        return new StreamEntriesResult(entries);
    }

    private static async Task<IResult> TrimAsync(HttpContext context, string stream, IGrainFactory grains)
    {
        var (body, refused) = await RequestReader.ReadAsync(context.Request, ApiJson.Context.StreamTrimRequest);
        refused ??= CheckName("stream", stream) ?? CheckNumber("max_len", body!.MaxLen, 0, long.MaxValue);
        if (refused is not null)
        {
            return refused;
        }

        var trimmed = await grains.GetStream(stream).TrimAsync(body!.MaxLen!.Value, body.Approximate).WaitAsync(context.RequestAborted);
        var info = await grains.GetStream(stream).GetInfoAsync().WaitAsync(context.RequestAborted);
        return ApiJson.Ok(new StreamTrimmed(trimmed, info.Length));
    }

    private static async Task<IResult> GetAsync(HttpContext context, string stream, IGrainFactory grains)
    {
        if (CheckName("stream", stream) is { } refused)
        {
            return refused;
        }

        return ApiJson.Ok(StreamAnswers.Describe(stream, await grains.GetStream(stream).GetInfoAsync().WaitAsync(context.RequestAborted)));
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string stream, IGrainFactory grains)
    {
        if (CheckName("stream", stream) is { } refused)
        {
            return refused;
        }

        return await grains.GetStream(stream).DeleteAsync().WaitAsync(context.RequestAborted)
            ? ApiJson.Ok(new StreamDeleted(true))
            : ProblemResult.Of(RealtimeErrorCode.NotFound, "There is no such stream.");
    }
}
