namespace Orleans.Configuration;

/// <summary>How calls behave.</summary>
public abstract class MessagingOptions
{
    /// <summary>How long a caller waits for an answer; default 30 s.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a time-out cancels the callee's token; default false.</summary>
    public bool CancelRequestOnTimeout { get; set; }

    /// <summary>Whether a cancelled caller waits for the callee; default false.</summary>
    public bool WaitForCancellationAcknowledgement { get; set; }

    /// <summary>Largest message body in bytes; default 100 MB.</summary>
    public int MaxMessageBodySize { get; set; } = 100 * 1024 * 1024;
}
