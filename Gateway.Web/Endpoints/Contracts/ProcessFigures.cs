namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A process, as it reported itself.</summary>
/// <param name="Version">The version of the product.</param>
/// <param name="StartedAt">When it started, by its own clock, RFC 3339 UTC with milliseconds.</param>
/// <param name="UptimeMs">Milliseconds since then, as of the report: differences of counters over differences of this are rates.</param>
/// <param name="CpuS">CPU time, seconds.</param>
/// <param name="RssBytes">Resident memory, bytes.</param>
/// <param name="HeapBytes">The managed heap, bytes.</param>
internal sealed record ProcessFigures(
    string Version,
    string StartedAt,
    long UptimeMs,
    double CpuS,
    long RssBytes,
    long HeapBytes);
