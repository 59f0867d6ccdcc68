using System.Diagnostics.CodeAnalysis;

namespace Orleans.Configuration;

/// <summary>How calls made by a silo behave.</summary>
public class SiloMessagingOptions : MessagingOptions
{
    /// <summary>
    /// Requests that one activation may have running and waiting; further ones fail with <see cref="Runtime.LimitExceededException"/>. Default 0: no limit.
    /// </summary>
    public int MaxEnqueuedRequestsHardLimit { get; set; }

    /// <summary>The same for an activation of a stateless worker. Default 0: no limit.</summary>
    [SuppressMessage("Naming", "CA1707:Identifiers should not contain underscores", Justification = "The name that Orleans gave it.")]
    public int MaxEnqueuedRequestsHardLimit_StatelessWorker { get; set; }

    /// <summary>How often a message may be forwarded; default 2.</summary>
    public int MaxForwardCount { get; set; } = 2;

    /// <summary>How long a client that lost its connection may take to come back; default 1 minute. In one process none is ever lost.</summary>
    public TimeSpan ClientDropTimeout { get; set; } = TimeSpan.FromMinutes(1);
}
