namespace Orleans.Realtime.Cluster.Harness.History;

/// <summary>A message at its place in a log, as the first who saw it there told.</summary>
internal sealed record Entry(string Epoch, long Seq, string MessageId, string Id, string Witness);
