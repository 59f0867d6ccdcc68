namespace Orleans.Realtime.Cluster.Harness.Processes;

/// <summary>A cluster did not do what the harness asked: the message holds the ends of the log files.</summary>
public sealed class ClusterException : Exception
{
    /// <summary>With a message of its own.</summary>
    public ClusterException(string message)
        : base(message)
    {
    }

    /// <summary>With a message of its own, and what led to it.</summary>
    public ClusterException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
