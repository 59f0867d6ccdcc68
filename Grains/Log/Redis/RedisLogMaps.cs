using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Log.Maps;
using StackExchange.Redis;

namespace Orleans.Realtime.Grains.Log.Redis;

/// <summary>Maps beside the logs in Redis, a hash each: <c>docs/redis.md</c> describes the keys.</summary>
internal sealed class RedisLogMaps(RedisConnection connection, IOptions<RedisOptions> options, IOptions<DurabilityOptions> durability) : ILogMaps
{
    private const int PageValues = 7;
    private const int WriteValues = 6;
    private const int ChangeValues = 3;
    private const string Begin = "0";

    private readonly ReplicaBarrier _replicas = new(connection, durability.Value.WaitReplicas, durability.Value.WaitTimeout);
    private readonly string _prefix = options.Value.KeyPrefix;

    public async ValueTask<MapPage> ReadAsync(LogMapId map, string? cursor, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var answer = await RunAsync(MapScripts.Read, map, [RedisLogKeys.FieldOf(map), cursor ?? Begin, limit], cancellationToken).ConfigureAwait(false);
        var fields = new KeyValuePair<string, byte[]>[(answer.Length - PageValues) / 2];
        for (var i = 0; i < fields.Length; i++)
        {
            var at = PageValues + (2 * i);
            fields[i] = new((string)answer[at]!, (byte[]?)answer[at + 1] ?? []);
        }

        var next = (string)answer[PageValues - 1]!;
        return new MapPage((string)answer[1]!, (long)answer[5], fields, next == Begin ? null : next);
    }

    public async ValueTask<long> WriteAsync(LogMapId map, MapWrite write, CancellationToken cancellationToken = default)
    {
        var losses = connection.Losses;
        var arguments = new RedisValue[WriteValues + (ChangeValues * write.Changes.Count)];
        arguments[0] = LogEpoch.New();
        arguments[1] = write.Epoch;
        arguments[2] = write.AfterSeq;
        arguments[3] = write.Seq;
        arguments[4] = write.Moves ? 1 : 0;
        arguments[5] = RedisLogKeys.FieldOf(map);
        for (var i = 0; i < write.Changes.Count; i++)
        {
            var at = WriteValues + (ChangeValues * i);
            arguments[at] = (int)write.Changes[i].Kind;
            arguments[at + 1] = write.Changes[i].Field;
            arguments[at + 2] = write.Changes[i].Value;
        }

        var answer = await RunAsync(MapScripts.Write, map, arguments, cancellationToken).ConfigureAwait(false);
        if ((long)answer[0] != LogScripts.Done)
        {
            throw new MapConflictException(map, write, (string)answer[1]!, (long)answer[5]);
        }

        await _replicas.WaitAsync(losses).ConfigureAwait(false);
        return (long)answer[5];
    }

    public async ValueTask DeleteAsync(LogMapId map, string epoch, CancellationToken cancellationToken = default) =>
        await RunAsync(MapScripts.Delete, map, [epoch, RedisLogKeys.FieldOf(map)], cancellationToken).ConfigureAwait(false);

    private Task<RedisValue[]> RunAsync(RedisScript script, LogMapId map, RedisValue[] arguments, CancellationToken cancellationToken) =>
        connection.EvaluateAsync(script, RedisLogKeys.Of(_prefix, map), arguments, cancellationToken);
}
