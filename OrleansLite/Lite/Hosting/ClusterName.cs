namespace Orleans.Lite.Hosting;

/// <summary>Which cluster within the process. A shared name takes several silos.</summary>
internal sealed record ClusterName(string Name, bool Shared);
