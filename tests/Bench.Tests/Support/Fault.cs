namespace Orleans.Realtime.Bench.Tests.Support;

/// <summary>What a <see cref="FaultyServer"/> does to one frame.</summary>
internal enum Fault
{
    None,
    Drop,
    Swap,
    Double,
}
