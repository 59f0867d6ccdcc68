using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using Orleans.Lite.Membership;
using Orleans.Lite.Wire;
using Orleans.Runtime;
using Orleans.Serialization;
using StackExchange.Redis;

namespace Orleans.Lite.Redis;

/// <summary>
/// The membership in Redis. While Redis is away the last view stays in force. One that comes back empty gets the last view again, from whoever is first.
/// </summary>
internal sealed partial class RedisMembership(RedisClusteringOptions options, ClusterOptions cluster, RedisMembershipTiming timing, TimeProvider clock, ILogger logger)
    : IMembership, IAsyncDisposable
{
    private const string SiloPrefix = "silo:";

    private readonly SemaphoreSlim _one = new(1);
    private readonly CancellationTokenSource _stopped = new();
    private readonly RedisKey _key = options.CreateRedisKey(cluster);
    private readonly string _newEpoch = Guid.NewGuid().ToString("N");
    private (IConnectionMultiplexer Multiplexer, bool IsShared) _redis;
    private MembershipView _current = MembershipView.Empty;
    private MemberEntry? _own;
    private string _epoch = string.Empty;
    private Task? _looking;
    private bool _isSubscribed;
    private bool _isAway;

    public event Action<MembershipView>? Changed;

    public MembershipView Current => Volatile.Read(ref _current);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_looking is not null)
        {
            return;
        }

        // Called again when it failed: what was reached stays.
        if (_redis.Multiplexer is null)
        {
            _redis = await options.CreateMultiplexer(options).WaitAsync(cancellationToken);
        }

        if (!_isSubscribed)
        {
            await _redis.Multiplexer.GetSubscriber().SubscribeAsync((byte[]?)_key, (_, _) => _ = LookAsync()).WaitAsync(timing.Timeout, clock, cancellationToken);
            _isSubscribed = true;
        }

        await RefreshAsync();
        _looking = LookAgainAndAgainAsync();
    }

    public async Task RefreshAsync()
    {
        await _one.WaitAsync(_stopped.Token);
        try
        {
            await RefreshLockedAsync();
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask UpdateAsync(MemberEntry entry, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var isDead = entry.Status == SiloStatus.Dead;
            _own = isDead ? null : entry;
            Looked();
            KeepLease();
            await WriteAsync(entry.Address, isDead ? [] : WireFormat.Serialize(entry), []);
            await ReadAsync();
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DeclareDeadAsync(SiloAddress witness, SiloAddress silo)
    {
        await Script(MembershipScripts.DeclareDead, witness.ToParsableString(), silo.ToParsableString());
        await RefreshAsync();
    }

    public async ValueTask AbandonAsync()
    {
        await _stopped.CancelAsync();
        await (_looking ?? Task.CompletedTask);
    }

    public async ValueTask DisposeAsync()
    {
        await AbandonAsync();
        if (_redis is { IsShared: false, Multiplexer: { } multiplexer })
        {
            await multiplexer.CloseAsync();
            multiplexer.Dispose();
        }
    }

    private async Task LookAgainAndAgainAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(timing.Period, clock, _stopped.Token);
                await LookAsync();
            }
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            // The node has ended.
        }
    }

    private async Task LookAsync()
    {
        try
        {
            await RefreshAsync();
            if (_isAway)
            {
                _isAway = false;
                LogBack(logger);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException || !_stopped.IsCancellationRequested)
        {
            if (!_isAway)
            {
                _isAway = true;
                LogAway(logger, error);
            }
        }
        catch (OperationCanceledException)
        {
            // The node has ended.
        }
    }

    private async Task RefreshLockedAsync()
    {
        if (_own is not { } own)
        {
            var version = await WithinAsync(Database.HashGetAsync(_key, "Version"));
            if (!version.IsNull && (long)version != Current.Version)
            {
                await ReadAsync();
            }

            return;
        }

        var answer = (RedisResult[])(await Script(MembershipScripts.Renew, own.Address.ToParsableString(), Number(timing.Lease), Number(options.EntryExpiry ?? TimeSpan.Zero)))!;
        Looked();
        var isMember = (int)answer[0] == 1;
        var epoch = (string)answer[2]!;
        if (!isMember && epoch != _epoch)
        {
            // Redis was emptied: everybody was, so everybody is still there as far as anybody knows.
            LogEmptied(logger);
            var others = Current.Members.Where(member => !member.Address.Equals(own.Address)).ToList();
            await WriteAsync(own.Address, WireFormat.Serialize(own), others);
            await ReadAsync();
        }
        else if ((long)answer[1] != Current.Version)
        {
            await ReadAsync();
        }
    }

    private Task<RedisResult> WriteAsync(SiloAddress address, byte[] entry, IReadOnlyList<MemberEntry> others)
    {
        List<RedisValue> arguments = [address.ToParsableString(), entry, Number(timing.Lease), Current.Version, _newEpoch + Guid.NewGuid().ToString("N")];
        foreach (var other in others)
        {
            arguments.Add(other.Address.ToParsableString());
            arguments.Add(WireFormat.Serialize(other));
        }

        return Script(MembershipScripts.Update, [.. arguments]);
    }

    private async Task ReadAsync()
    {
        var fields = await WithinAsync(Database.HashGetAllAsync(_key));
        var members = ImmutableArray.CreateBuilder<MemberEntry>();
        var version = 0L;
        foreach (var field in fields)
        {
            var name = (string)field.Name!;
            if (name == "Version")
            {
                version = (long)field.Value;
            }
            else if (name == "Epoch")
            {
                _epoch = field.Value!;
            }
            else if (name.StartsWith(SiloPrefix, StringComparison.Ordinal))
            {
                Add(members, name, field.Value);
            }
        }

        if (version <= Current.Version)
        {
            return;
        }

        members.Sort((left, right) => left.Address.CompareTo(right.Address));
        var view = new MembershipView(version, members.ToImmutable());
        Volatile.Write(ref _current, view);
        Changed?.Invoke(view);
    }

    private void Add(ImmutableArray<MemberEntry>.Builder members, string name, byte[]? bytes)
    {
        try
        {
            members.Add(WireFormat.Deserialize<MemberEntry>(bytes ?? []));
        }
        catch (SerializerException error)
        {
            LogUnreadable(logger, error, name);
        }
    }

    private IDatabase Database => _redis.Multiplexer.GetDatabase();

    private Task<RedisResult> Script(string script, params RedisValue[] arguments) => WithinAsync(Database.ScriptEvaluateAsync(script, [_key], arguments));

    /// <summary>A connection that is being made again is no other fault than an answer that does not come.</summary>
    private async Task<T> WithinAsync<T>(Task<T> task)
    {
        try
        {
            return await task.WaitAsync(timing.Timeout, clock);
        }
        catch (RedisConnectionException error)
        {
            throw new TimeoutException("Redis does not answer.", error);
        }
    }

    private static RedisValue Number(TimeSpan span) => ((long)span.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
