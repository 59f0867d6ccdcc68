using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests.Streams;

/// <summary>Streams over sockets of a server that keeps them in memory.</summary>
public sealed class MemoryStreamSocketTests(EmbeddedServerFixture fixture) : StreamSocketTests(fixture.Server), IClassFixture<EmbeddedServerFixture>;
