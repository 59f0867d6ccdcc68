using System.Text;
using System.Text.Json;
using Orleans.Persistence;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;
using StackExchange.Redis;

namespace Orleans.Lite.Redis;

/// <summary>A hash for each record: <c>data</c> and <c>etag</c>. A write is one script that compares the etag.</summary>
internal sealed class RedisGrainStorage(RedisStorageOptions options, string serviceId) : IGrainStorage, IAsyncDisposable
{
    private const byte AsWire = (byte)'W';
    private const byte AsJson = (byte)'J';

    /// <summary>ARGV: the etag that must be there (empty: none), the new one (empty: remove), data, expiry in ms. Returns whether it was written.</summary>
    private const string Write = """
        local etag = redis.call('HGET', KEYS[1], 'etag') or ''
        if etag ~= ARGV[1] then return {0, etag} end
        if ARGV[2] == '' then redis.call('DEL', KEYS[1]) return {1, ''} end
        redis.call('HMSET', KEYS[1], 'etag', ARGV[2], 'data', ARGV[3])
        if ARGV[4] ~= '0' then redis.call('PEXPIRE', KEYS[1], ARGV[4]) end
        return {1, ARGV[2]}
        """;

    /// <summary>After what time a call fails that Redis does not answer; whether a write took place is then unknown, as the etag will tell the next one.</summary>
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(5);

    private readonly Serializer? _serializer = (options.GrainStorageSerializer as OrleansGrainStorageSerializer)?.Serializer;
    private readonly Lock _lock = new();
    private Task<(IConnectionMultiplexer Multiplexer, bool IsShared)>? _redis;

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var fields = await OutsideAsync(database => database.HashGetAsync(KeyOf(stateName, grainId), ["etag", "data"]));
        var data = (byte[]?)fields[1];
        grainState.ETag = fields[0];
        grainState.RecordExists = data is { Length: > 0 };
        grainState.State = grainState.RecordExists ? Deserialize<T>(data!) : default;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.ETag = await StoreAsync(stateName, grainId, grainState.ETag, NewEtag(), Serialize(grainState.State));
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.ETag = await StoreAsync(stateName, grainId, grainState.ETag, options.DeleteStateOnClear ? string.Empty : NewEtag(), []);
        grainState.State = default;
        grainState.RecordExists = false;
    }

    public async ValueTask DisposeAsync()
    {
        if (_redis is { IsCompletedSuccessfully: true } && await _redis is { IsShared: false, Multiplexer: var multiplexer })
        {
            await multiplexer.CloseAsync();
            multiplexer.Dispose();
        }
    }

    private static string NewEtag() => Guid.NewGuid().ToString("N");

    private byte[] Serialize<T>(T? state) => _serializer is { } serializer
        ? [AsWire, .. serializer.SerializeToArray(state)]
        : [AsJson, .. JsonSerializer.SerializeToUtf8Bytes(state)];

    private T? Deserialize<T>(byte[] data) => (data[0], _serializer) switch
    {
        (AsWire, { } serializer) => serializer.Deserialize<T?>(new(data, 1, data.Length - 1)),
        (AsJson, _) => JsonSerializer.Deserialize<T>(data.AsSpan(1)),
        _ => throw new SerializerException("The state was written by another serializer than the one that the options name."),
    };

    private async Task<string?> StoreAsync(string stateName, GrainId grainId, string? expected, string next, byte[] data)
    {
        var expiry = (long)(options.EntryExpiry ?? TimeSpan.Zero).TotalMilliseconds;
        var answer = (RedisResult[])(await OutsideAsync(database =>
            database.ScriptEvaluateAsync(Write, [KeyOf(stateName, grainId)], [expected ?? string.Empty, next, data, expiry])))!;
        if ((int)answer[0] == 0)
        {
            throw new InconsistentStateException($"State '{stateName}' of {grainId} was written by somebody else.", (string?)answer[1], expected);
        }

        return next.Length == 0 ? null : next;
    }

    private RedisKey KeyOf(string stateName, GrainId grainId) =>
        options.GetStorageKey?.Invoke(stateName, grainId) ?? Encoding.UTF8.GetBytes($"{serviceId}/state/{grainId}/{stateName}");

    /// <summary>
    /// Off the grain's scheduler: older clients of Redis run their own loops on the scheduler they are first used on, and would stop with that grain.
    /// </summary>
    /// <exception cref="TimeoutException">Redis did not answer in time.</exception>
    private Task<T> OutsideAsync<T>(Func<IDatabase, Task<T>> run) =>
        Task.Run(async () => await run((await ConnectAsync()).Multiplexer.GetDatabase())).WaitAsync(CallTimeout, TimeProvider.System);

    /// <summary>The connection. One that could not be made is tried again with the next call.</summary>
    private Task<(IConnectionMultiplexer Multiplexer, bool IsShared)> ConnectAsync()
    {
        lock (_lock)
        {
            return _redis is null or { IsFaulted: true } or { IsCanceled: true } ? _redis = options.CreateMultiplexer(options) : _redis;
        }
    }
}
