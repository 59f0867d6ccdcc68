using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Client.Tests.Support;

namespace Orleans.Realtime.Client.Tests;

/// <summary>
/// Whatever cuts, repeats, refusals and gaps the server makes within its contract: every message is heard once and in order, or a gap stands in its place; and
/// what is sent is stored once and in order.
/// </summary>
public sealed class DeliveryPropertyTests
{
    [Fact]
    public void Log_IsHeardOnceAndInOrder_WhateverTheServerDoes() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(25),
            Prop.ForAll(Gen.Choose(0, 99).ArrayOf(30).ToArbitrary(), steps => Task.Run(() => HoldsAsync(steps)).GetAwaiter().GetResult()));

    private static async Task HoldsAsync(int[] steps)
    {
        await using var world = new World(options =>
        {
            // The clock runs ahead of threads that have to wait for a processor.
            (options.Heartbeat.Idle, options.Heartbeat.Timeout) = (TimeSpan.FromHours(1), TimeSpan.FromMinutes(10));
            (options.Queue.Timeout, options.Queue.RepeatWithin) = (TimeSpan.FromHours(1), TimeSpan.FromHours(1));
            (options.ConnectTimeout, options.Reconnect.MaxDelay) = (TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(1));
        });
        await using var server = new ModelServer(world);
        var heard = world.Collect<RealtimeEvent>();
        server.Start();
        await world.Client.ConnectAsync().WaitAsync(Until.Patience);
        await world.Client.SubscribeAsync("r1").WaitAsync(Until.Patience);
        var sent = new List<Task<PublishResult>>();
        foreach (var step in steps)
        {
            await StepAsync(step, world, server, sent);
        }

        (server.Refusing, server.Silent) = (0, 0);
        foreach (var publish in sent)
        {
            await publish.WaitAsync(Until.Patience);
        }

        var last = server.Append();
        await heard.UntilAsync(events => events.OfType<RoomMessage>().Any(message => message.Data.ToString() == last));
        CheckHeard(heard.All, server);
        CheckStored(server, sent.Count);
    }

    private static async Task StepAsync(int step, World world, ModelServer server, List<Task<PublishResult>> sent)
    {
        switch (step)
        {
            case < 35:
                server.Append();
                break;
            case < 60:
                sent.Add(world.Client.PublishAsync("r1", string.Create(CultureInfo.InvariantCulture, $"own-{sent.Count}")));
                break;
            case < 68:
                server.Cut(forgetSession: false);
                break;
            case < 73:
                server.Cut(forgetSession: true);
                break;
            case < 80:
                server.Repeat(step - 70);
                break;
            case < 84:
                server.Trim(step - 80);
                break;
            case < 86:
                server.BeginAnew();
                break;
            case < 90:
                server.Refusing++;
                break;
            case < 94:
                server.Silent++;
                break;
            default:
                // Lets the others do something meanwhile.
                await Task.Delay(step - 93);
                break;
        }
    }

    /// <summary>Follows what was heard through the lives of the log: a gap may skip, nothing else may.</summary>
    private static void CheckHeard(IReadOnlyList<RealtimeEvent> heard, ModelServer server)
    {
        var (epoch, place) = ("e0", 0L);
        foreach (var occurrence in heard)
        {
            if (occurrence is Gap gap)
            {
                (epoch, place) = gap.IsReset ? (gap.Epoch!, gap.FromSeq - 1) : (epoch, place);
                gap.Epoch.ShouldBe(epoch);
                gap.FromSeq.ShouldBeGreaterThan(place);
                Skip(server, epoch, place, gap.FromSeq - 1, heard);
                place = Math.Max(place, gap.ToSeq);
            }
            else if (occurrence is RoomMessage message)
            {
                message.Seq!.Value.ShouldBeGreaterThan(place, string.Join('\n', heard));
                message.Data.ToElement().GetString().ShouldBe(server.Stored[(epoch, message.Seq.Value)].Data);
                Skip(server, epoch, place, message.Seq.Value - 1, heard);
                place = message.Seq.Value;
            }
        }

        (epoch, place).ShouldBe((server.Epoch, server.LastSeq));
    }

    private static void Skip(ModelServer server, string epoch, long place, long to, IReadOnlyList<RealtimeEvent> heard)
    {
        for (var seq = place + 1; seq <= to; seq++)
        {
            server.Stored[(epoch, seq)].IsClients.ShouldBeTrue($"{seq} of {epoch} was lost:\n{string.Join('\n', heard)}");
        }
    }

    /// <summary>What was sent stands in the log once and in the order of the calls; a log that began anew may have lost its beginning, or hold a repetition.</summary>
    private static void CheckStored(ModelServer server, int sent)
    {
        var stored = server.Stored.Where(entry => entry.Value.IsClients).GroupBy(entry => entry.Key.Epoch, entry => int.Parse(entry.Value.Data.AsSpan(4), CultureInfo.InvariantCulture)).ToList();
        foreach (var numbers in stored)
        {
            numbers.ToList().ShouldBe(numbers.Order().ToList(), $"in {numbers.Key}");
            numbers.Distinct().Count().ShouldBe(numbers.Count());
        }

        stored.SelectMany(numbers => numbers).Distinct().Count().ShouldBe(sent);
    }
}
