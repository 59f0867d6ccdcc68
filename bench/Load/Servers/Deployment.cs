using System.Net;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Load.Servers;

/// <summary>A running server: its processes, and where clients find it.</summary>
/// <param name="EndPoints">One for each gateway.</param>
/// <param name="Processes">All processes of the server, the gateways first.</param>
/// <param name="Redis">The Redis it keeps its messages in, if any.</param>
internal sealed record Deployment(IReadOnlyList<IPEndPoint> EndPoints, IReadOnlyList<ServerProcess> Processes, RedisServer? Redis = null) : IAsyncDisposable
{
    /// <summary>User and system time of all processes so far, without Redis, in microseconds.</summary>
    public double CpuMicroseconds => Processes.Sum(process => ProcessFigures.CpuMicroseconds(process.Id));

    /// <summary>The same of Redis; 0 without one.</summary>
    public double RedisCpuMicroseconds => Redis is null ? 0 : ProcessFigures.CpuMicroseconds(Redis.ProcessId);

    /// <summary>Resident memory of the gateways in bytes.</summary>
    public long GatewayBytes => Processes.Take(EndPoints.Count).Sum(process => ProcessFigures.ResidentBytes(process.Id));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Processes)
        {
            process.Dispose();
        }

        if (Redis is not null)
        {
            await Redis.DisposeAsync();
        }
    }
}
