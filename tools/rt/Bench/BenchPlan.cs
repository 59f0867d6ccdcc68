namespace Orleans.Realtime.Cli.Bench;

/// <summary>How much load is put on a server.</summary>
/// <param name="Connections">Connections besides those that publish to them.</param>
/// <param name="Rate">Messages that are published in a second, all publishers together; 0 for as many as are acknowledged.</param>
/// <param name="Duration">For how long.</param>
/// <param name="Payload">Bytes of each message's data.</param>
/// <param name="Publishers">Connections that publish.</param>
/// <param name="Window">Messages that each publisher has under way.</param>
internal sealed record BenchPlan(int Connections, double Rate, TimeSpan Duration, int Payload, int Publishers, int Window);
