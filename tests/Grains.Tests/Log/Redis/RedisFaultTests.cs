using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Grains.Log.Redis;
using Orleans.Realtime.Tests.Shared;
using static Orleans.Realtime.Grains.Tests.Log.LogTestData;
using static Orleans.Realtime.Grains.Tests.Log.LogWriterFixture;
using static Orleans.Realtime.Grains.Tests.Log.Redis.RedisSilo;

namespace Orleans.Realtime.Grains.Tests.Log.Redis;

/// <summary>What becomes of logs when Redis is killed, emptied, stopped in its tracks or cut off.</summary>
public sealed class RedisFaultTests
{
    /// <summary>More than any call may take: command time-out, what resolves it, and a loaded machine.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private static readonly LogId Lobby = LogId.Room("lobby");

    [Fact]
    public async Task Start_WithoutRedis_DoesNotBlock_AndIsServedOnceItIsThere()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await server.KillAsync();
        var elapsed = Stopwatch.StartNew();
        using var silo = new RedisSilo(server);
        elapsed.Elapsed.ShouldBeLessThan(Soon);

        await Should.ThrowAsync<LogUnavailableException>(async () => await silo.Store.OpenAsync(Lobby, KeepAll));
        elapsed.Elapsed.ShouldBeLessThan(Soon);
        silo.Connection.IsConnected.ShouldBeFalse();
        await server.RestartAsync();

        (await EventuallyAsync(() => silo.Store.OpenAsync(Lobby, KeepAll))).LastSeq.ShouldBe(0);
        silo.Connection.IsConnected.ShouldBeTrue();
    }

    [Fact]
    public async Task Kill_AndRestart_LosesNothingAcknowledged_AndServiceResumesByItself()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        var logger = new RecordingLogger();
        using var silo = new RedisSilo(server.ConnectionString, logger: logger);
        LogHead head = await silo.Store.OpenAsync(Lobby, KeepAll);
        for (int i = 0; i < 50; i++)
        {
            head = await silo.Store.AppendAsync(Lobby, head.Position, Entries(head.Position, 4, TimeProvider.System), KeepAll);
        }

        await server.KillAsync();
        await Should.ThrowAsync<Exception>(async () => await silo.Store.OpenAsync(Lobby, KeepAll));
        await Should.ThrowAsync<LogUnavailableException>(async () => await silo.Store.AppendAsync(Lobby, head.Position, Entries(head.Position, 1, TimeProvider.System), KeepAll));
        await server.RestartAsync();

        (await EventuallyAsync(() => silo.Store.OpenAsync(Lobby, KeepAll))).ShouldBe(head);
        (await silo.Store.ReadAllAsync(Lobby, KeepAll)).Seqs().ShouldBe(Range(1, 200));
        (await silo.Store.AppendAsync(Lobby, head.Position, Entries(head.Position, 1, TimeProvider.System), KeepAll)).LastSeq.ShouldBe(201);
        logger.Events.ShouldBe(["RedisLost", "RedisRestored"]);
    }

    [Fact]
    public async Task EmptiedRedis_FencesTheWriter_AndTheNextOneHasANewEpoch()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        using var silo = new RedisSilo(server);
        LogWriter writer = silo.NewWriter(Lobby, new RecordingListener());
        await writer.AppendAsync([NewMessage()]);
        await server.CommandAsync("FLUSHALL");

        await Should.ThrowAsync<RealtimeException>(writer.AppendAsync([NewMessage()]));
        writer.IsFenced.ShouldBeTrue();
        LogWriter next = silo.NewWriter(Lobby, new RecordingListener());

        (await next.AppendAsync([NewMessage()])).Single().Seq.ShouldBe(1);
        next.Epoch.ShouldNotBe(writer.Epoch);
    }

    [Fact]
    public Task FrozenRedis_EveryCallEndsSoon_AndWhatWasUnderWayIsStoredOnce() => InTurnsAsync(async () =>
    {
        await using RedisServer server = await RedisServer.StartAsync();
        var logger = new RecordingLogger();
        using var silo = new RedisSilo(server.ConnectionString, options: new RedisOptions { CommandTimeout = TimeSpan.FromMilliseconds(500) }, logger: logger);
        var owner = new RecordingListener();
        LogWriter writer = silo.NewWriter(Lobby, owner);
        var elapsed = new Stopwatch();
        RealtimeErrorCode underWay;
        for (int attempt = 1; ; attempt++)
        {
            await EventuallyAsync(async () =>
                (await writer.AppendAsync([NewMessage("a")])).Single() is { Error: RealtimeErrorCode.None } stored ? stored.Seq : throw new LogUnavailableException("not yet"));
            await server.FreezeAsync();
            elapsed.Restart();
            underWay = (await writer.AppendAsync([NewMessage("b", clientId: "c")])).Single().Error;
            elapsed.Elapsed.ShouldBeLessThan(Soon);
            if (underWay != RealtimeErrorCode.Unavailable || attempt == 5)
            {
                break;
            }

            // On a busy machine the connection may count as lost before the append begins: then it never was under way.
            await server.ThawAsync();
        }

        underWay.ShouldBe(RealtimeErrorCode.Timeout);
        elapsed.Restart();
        await Should.ThrowAsync<LogUnavailableException>(async () => await silo.Store.OpenAsync(Lobby, KeepAll));
        (await writer.AppendAsync([NewMessage("d")])).Single().Error.ShouldBe(RealtimeErrorCode.Unavailable);
        elapsed.Elapsed.ShouldBeLessThan(Soon);
        await server.ThawAsync();

        await EventuallyAsync(() => silo.Store.OpenAsync(Lobby, KeepAll));
        PublishReceipt again = await EventuallyAsync(async () =>
            (await writer.AppendAsync([NewMessage("b", clientId: "c")])).Single() is { Error: RealtimeErrorCode.None } stored ? stored : throw new LogUnavailableException("not yet"));
        (again.Seq, again.Error).ShouldBe((2, RealtimeErrorCode.None));
        writer.IsFenced.ShouldBeFalse();
        owner.Entries.Ids().ShouldBe(["a", "b"]);
        (await EventuallyAsync(async () => await silo.Store.ReadAllAsync(Lobby, KeepAll))).Ids().ShouldBe(["a", "b"]);

        // Whether a freeze counts as a loss depends on when the connection's watch looks, and a slow machine has silences of its own. Each is said once, not with every call.
        string[] events = [.. logger.Events];
        events.ShouldBe(events.Select((_, index) => index % 2 == 0 ? "RedisLost" : "RedisRestored"));
    });

    [Fact]
    public async Task SilentConnection_IsReplacedInTheEnd()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        using var silo = new RedisSilo(
            server.ConnectionString,
            options: new RedisOptions { CommandTimeout = TimeSpan.FromMilliseconds(200), ReplaceAfter = TimeSpan.FromSeconds(1) });
        await EventuallyAsync(() => silo.Store.OpenAsync(Lobby, KeepAll));
        await server.FreezeAsync();
        await Should.ThrowAsync<TimeoutException>(async () => await silo.Store.OpenAsync(Lobby, KeepAll));

        string reason = string.Empty;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (reason != "Redis is not connected yet." && reason != "Redis is not connected.")
        {
            // A command that was on its way when the connection was replaced has an unknown outcome: a time-out, too.
            var fault = await Should.ThrowAsync<Exception>(async () => await silo.Store.OpenAsync(Lobby, KeepAll));
            (fault is LogUnavailableException or TimeoutException).ShouldBeTrue(fault.ToString());
            reason = fault.Message;
            await Task.Delay(20, patience.Token);
        }

        await server.ThawAsync();
        (await EventuallyAsync(() => silo.Store.OpenAsync(Lobby, KeepAll))).Exists.ShouldBeTrue();
    }

    [Fact]
    public async Task TooManyCommands_AreRefusedAtOnce()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        using var silo = new RedisSilo(
            server.ConnectionString,
            options: new RedisOptions { CommandTimeout = TimeSpan.FromSeconds(5), MaxPendingCommands = 3 });
        await EventuallyAsync(() => silo.Store.OpenAsync(Lobby, KeepAll));
        await server.FreezeAsync();
        Task<LogHead>[] waiting = [.. Enumerable.Range(0, 3).Select(_ => silo.Store.OpenAsync(Lobby, KeepAll).AsTask())];

        LogUnavailableException refused = await Should.ThrowAsync<LogUnavailableException>(async () => await silo.Store.OpenAsync(Lobby, KeepAll));

        refused.Message.ShouldContain("MaxPendingCommands");
        await server.ThawAsync();
        (await Task.WhenAll(waiting)).ShouldAllBe(head => head.Exists);
    }

    [Fact]
    public async Task FullRedis_RefusesAppendsForCertain_AndIsStillRead()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        using var silo = new RedisSilo(server);
        LogHead head = await silo.Store.OpenAsync(Lobby, KeepAll);
        head = await silo.Store.AppendAsync(Lobby, head.Position, Entries(head.Position, 3, TimeProvider.System), KeepAll);
        await server.CommandAsync("CONFIG SET maxmemory 1");

        await Should.ThrowAsync<LogUnavailableException>(
            async () => await silo.Store.AppendAsync(Lobby, head.Position, Entries(head.Position, 1, TimeProvider.System), KeepAll));
        (await silo.Store.ReadAllAsync(Lobby, KeepAll)).Seqs().ShouldBe([1, 2, 3]);
        await server.CommandAsync("CONFIG SET maxmemory 0");

        (await silo.Store.AppendAsync(Lobby, head.Position, Entries(head.Position, 1, TimeProvider.System), KeepAll)).LastSeq.ShouldBe(4);
    }

    [Fact]
    public async Task Append_WaitsForReplicas_AndIsUncertainWithoutThem()
    {
        await using RedisServer server = await RedisServer.StartAsync("--repl-diskless-sync-delay", "0");
        await using RedisServer replica = await RedisServer.StartAsync("--replicaof", "127.0.0.1", server.Port.ToString(CultureInfo.InvariantCulture));
        using var silo = new RedisSilo(server.ConnectionString, durability: new DurabilityOptions { WaitReplicas = 1, WaitTimeout = TimeSpan.FromMilliseconds(300) });
        LogHead head = await EventuallyAsync(() => silo.Store.OpenAsync(Lobby, KeepAll));

        head = await silo.Store.AppendAsync(Lobby, head.Position, Entries(head.Position, 1, TimeProvider.System), KeepAll);
        (await replica.CommandAsync("XLEN rt:{room/lobby}:log")).ShouldBe("1");
        LogId[] others = [.. Enumerable.Range(0, 30).Select(i => LogId.Room("other-" + i.ToString(CultureInfo.InvariantCulture)))];
        await Task.WhenAll(others.Select(async log =>
        {
            LogHead own = await silo.Store.OpenAsync(log, KeepAll);
            await silo.Store.AppendAsync(log, own.Position, Entries(own.Position, 1, TimeProvider.System), KeepAll);
        }));
        await replica.FreezeAsync();

        await Should.ThrowAsync<TimeoutException>(
            async () => await silo.Store.AppendAsync(Lobby, head.Position, Entries(head.Position, 1, TimeProvider.System), KeepAll));
        await Should.ThrowAsync<TimeoutException>(async () => await silo.Store.OpenAsync(Lobby, KeepAll));
        await replica.ThawAsync();
        (await EventuallyAsync(() => silo.Store.OpenAsync(Lobby, KeepAll))).LastSeq.ShouldBe(2);
    }

    [Fact]
    public async Task Metrics_TellHowLongStorageTakesAndHowOftenItFails()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        using var silo = new RedisSilo(server);
        var durations = new List<string>();
        var failures = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == silo.Meters && instrument.Name.StartsWith("realtime.storage.", StringComparison.Ordinal))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) => durations.Add((string)tags[0].Value!));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) =>
        {
            if (instrument.Name == "realtime.storage.failures")
            {
                failures.Add($"{tags[0].Value} {tags[1].Value}");
            }
        });
        listener.Start();

        await silo.Store.OpenAsync(Lobby, KeepAll);
        await silo.Store.ReadAsync(Lobby, LogRead.Newest(1), KeepAll);
        await server.KillAsync();
        await Should.ThrowAsync<Exception>(async () => await silo.Store.TrimAsync(Lobby, KeepAll));
        await Should.ThrowAsync<LogUnavailableException>(async () => await silo.Store.TrimAsync(Lobby, KeepAll));

        durations.ShouldBe(["open", "read"]);
        failures[^1].ShouldBe("trim unavailable");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public Task RandomFaults_LoseNothingAcknowledgedAndStoreNothingTwice(int seed) => InTurnsAsync(async () =>
    {
        await using RedisServer server = await RedisServer.StartAsync();
        using var silo = new RedisSilo(
            server.ConnectionString,
            options: new RedisOptions { CommandTimeout = TimeSpan.FromMilliseconds(250), ReconnectDelay = TimeSpan.FromMilliseconds(50) });
        var random = new Random(seed);
        var pace = new Random(seed + 1000);
        using var done = new CancellationTokenSource();
        var owner = new RecordingListener();
        var writer = silo.NewWriter(Lobby, owner);
        Task[] publishers = [.. Enumerable.Range(0, 4).Select(PublishAsync)];
        Task faults = Task.Run(FaultsAsync);
        await Task.WhenAll(publishers);
        await done.CancelAsync();
        await faults;

        List<Message> all = await EventuallyAsync(async () => await silo.Store.ReadAllAsync(Lobby, KeepAll));
        all.Seqs().ShouldBe(Range(1, 600));
        for (int publisher = 0; publisher < 4; publisher++)
        {
            all.Where(message => message.SenderId == $"u{publisher}").Select(message => message.ClientId).ShouldBe(Enumerable.Range(0, 150).Select(i => $"c{i}"));
        }

        async Task PublishAsync(int publisher)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
            for (int i = 0; i < 150;)
            {
                Message message = NewMessage($"{publisher}-{i}", $"u{publisher}", $"c{i}");
                LogWriter current = writer;
                try
                {
                    PublishReceipt receipt = (await current.AppendAsync([message])).Single();
                    if (receipt.Error == RealtimeErrorCode.None)
                    {
                        receipt.MessageId.ShouldBe(message.Id);
                        i++;
                    }
                }
                catch (RealtimeException) when (current.IsFenced)
                {
                    // As a new activation: the log says what is stored.
                    writer = ReferenceEquals(writer, current) ? silo.NewWriter(Lobby, owner) : writer;
                }

                await Task.Delay(pace.Next(1, 12), patience.Token);
            }
        }

        async Task FaultsAsync()
        {
            while (!done.IsCancellationRequested)
            {
                switch (random.Next(4))
                {
                    case 0:
                        await server.KillAsync();
                        await Task.Delay(random.Next(1, 200));
                        await server.RestartAsync();
                        break;
                    case 1:
                        await server.FreezeAsync();
                        await Task.Delay(random.Next(1, 700));
                        await server.ThawAsync();
                        break;
                    case 2:
                        await server.CommandAsync("CLIENT KILL TYPE normal SKIPME yes");
                        break;
                    default:
                        await server.CommandAsync("SCRIPT FLUSH");
                        break;
                }

                await Task.Delay(random.Next(50, 400));
            }
        }
    });
}
