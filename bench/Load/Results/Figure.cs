namespace Orleans.Realtime.Load.Results;

/// <summary>Something that a work measures.</summary>
/// <param name="Key">Its name in the JSON file.</param>
/// <param name="Title">Its name in tables, with its unit.</param>
/// <param name="Decimals">Places after the point in tables.</param>
internal sealed record Figure(string Key, string Title, int Decimals = 0)
{
    public static readonly Figure Cpu = new("cpu_us", "CPU µs per delivered message", 1);
    public static readonly Figure RedisCpu = new("redis_cpu_us", "… of Redis, µs", 1);
    public static readonly Figure Rate = new("per_second", "messages/s");
    public static readonly Figure P50 = new("p50_us", "p50 µs");
    public static readonly Figure P99 = new("p99_us", "p99 µs");
    public static readonly Figure Others = new("others_percent", "others on the machine, % of a core");
    public static readonly Figure Generator = new("generator_percent", "generator busy, %");
}
