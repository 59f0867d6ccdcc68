namespace Orleans.Realtime.OrleansLite.Bench.Contracts;

/// <summary>A message of immutable bytes.</summary>
[GenerateSerializer, Immutable]
public sealed record Payload([property: Id(0)] byte[] Bytes);
