namespace Orleans.Lite.Hosting;

internal sealed record ClusterName(string Name);
