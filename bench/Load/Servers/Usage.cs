using System.Globalization;
using Orleans.Realtime.Load.Results;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Load.Servers;

/// <summary>What a server uses from now on, and what others use meanwhile.</summary>
internal sealed class Usage
{
    private const double MicrosecondsPerTick = 10_000;
    private const int IdleField = 4;
    private const int WaitingField = 5;
    private const int LastField = 8;

    private readonly Deployment _deployment;
    private readonly double _server;
    private readonly double _redis;
    private readonly double _generator;
    private readonly double _machine;
    private readonly long _begin;

    public Usage(Deployment deployment)
    {
        _deployment = deployment;
        (_server, _redis, _generator, _machine, _begin) = (deployment.CpuMicroseconds, deployment.RedisCpuMicroseconds, Generator, Machine, Stamp.Now);
    }

    private static double Generator => ProcessFigures.CpuMicroseconds(Environment.ProcessId);

    /// <summary>All that the cores did since the machine started, in microseconds.</summary>
    private static double Machine => File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Where((_, place) => place is > 0 and <= LastField and not IdleField and not WaitingField)
        .Sum(ticks => double.Parse(ticks, CultureInfo.InvariantCulture)) * MicrosecondsPerTick;

    /// <summary>What was used until now, for each of so many messages.</summary>
    public Dictionary<string, double> PerMessage(double messages)
    {
        var elapsed = (double)(Stamp.Now - _begin);
        var (server, redis, generator) = (_deployment.CpuMicroseconds - _server, _deployment.RedisCpuMicroseconds - _redis, Generator - _generator);
        var values = new Dictionary<string, double>
        {
            [Figure.Cpu.Key] = server / messages,
            [Figure.Rate.Key] = messages * 1e6 / elapsed,
            [Figure.Generator.Key] = 100 * generator / elapsed,
            [Figure.Others.Key] = Math.Max(0, 100 * (Machine - _machine - server - redis - generator) / elapsed),
        };
        if (_deployment.Redis is not null)
        {
            values[Figure.RedisCpu.Key] = redis / messages;
        }

        return values;
    }
}
