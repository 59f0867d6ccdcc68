using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Realtime.Gateway.Web.Tests.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Sessions;

public sealed class PipelinedPublishProperties
{
    private const int Rooms = 3;

    /// <summary>Whatever the reads were, each receiver sees each room's messages in the order of the frames, each frame is answered once, and no read costs a room a second call.</summary>
    [Fact]
    public void WhatOthersSee_DoesNotDependOnHowTheBytesAreSplit() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => RunAsync(new Random(seed)).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private static async Task RunAsync(Random random)
    {
        using var kit = new SessionKit();
        var listener = await kit.ConnectAsync("bob", null, [.. Enumerable.Range(0, Rooms).Select(room => $"r{room}")]);
        var publisher = kit.Open("ann", isService: true);
        await publisher.ReceiveAsync("connected");

        // Of the frames some are wrong, some in fragments.
        var rooms = Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.Next(Rooms)).ToArray();
        var bytes = new List<byte>();
        var wrong = 0;
        for (var i = 0; i < rooms.Length; i++)
        {
            bytes.AddRange(Frame($$"""{"type":"room","id":"{{i}}","room_id":"r{{rooms[i]}}","data":{{i}}}""", random));
            if (random.Next(8) == 0)
            {
                wrong++;
                bytes.AddRange(Frame("""{"type":"room","data":1}""", random));
            }
        }

        var reads = 0;
        var longest = random.Next(1, 3_000);
        for (var at = 0; at < bytes.Count; reads++)
        {
            var length = Math.Min(random.Next(1, longest + 1), bytes.Count - at);
            publisher.Send(bytes.GetRange(at, length).ToArray());
            at += length;
        }

        var heard = new List<int>[Rooms];
        for (var room = 0; room < Rooms; room++)
        {
            heard[room] = [];
            kit.Grains.Room($"r{room}").Log.Batches.Count.ShouldBeLessThanOrEqualTo(reads);
        }

        for (var i = 0; i < rooms.Length; i++)
        {
            var message = await listener.ReceiveAsync("room");
            heard[int.Parse(message["room_id"]!.GetValue<string>()[1..], CultureInfo.InvariantCulture)].Add(message["data"]!.GetValue<int>());
        }

        heard.ShouldBe(Enumerable.Range(0, Rooms).Select(room => Enumerable.Range(0, rooms.Length).Where(i => rooms[i] == room).ToList()));
        (await AnswersAsync(publisher, rooms.Length + wrong)).ShouldBe([.. Enumerable.Range(0, rooms.Length).Select(i => $"{i}"), .. Enumerable.Repeat("error", wrong)], ignoreOrder: true);
        await publisher.ShouldHaveNothingMoreAsync();
        await listener.ShouldHaveNothingMoreAsync();
    }

    private static async Task<List<string>> AnswersAsync(SessionClient client, int count)
    {
        var answers = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var frame = await client.ReceiveAnyAsync();
            answers.Add(frame["type"]!.GetValue<string>() == "error" ? "error" : frame["id"]!.GetValue<string>());
        }

        return answers;
    }

    private static byte[] Frame(string text, Random random)
    {
        if (random.Next(4) > 0)
        {
            return ClientFrame.Text(text);
        }

        var cut = random.Next(1, text.Length);
        return [.. ClientFrame.Part(fin: false, 1, text[..cut]), .. ClientFrame.Part(fin: true, 0, text[cut..])];
    }
}
