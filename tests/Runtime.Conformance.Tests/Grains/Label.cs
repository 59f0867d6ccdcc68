namespace Orleans.Realtime.Runtime.Conformance.Tests.Grains;

[GenerateSerializer, Immutable]
public sealed record Label([property: Id(0)] string Text);
