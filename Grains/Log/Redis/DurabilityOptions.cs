namespace Orleans.Realtime.Grains.Log.Redis;

/// <summary>What has to be true before a message counts as stored. Section <c>Durability</c>.</summary>
internal sealed class DurabilityOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Durability";

    /// <summary>
    /// What becomes of messages while the log's storage is out of reach. <c>Reject</c>: publishers get <c>unavailable</c>. <c>DeliverLive</c>: messages go to those who are connected now,
    /// marked <c>"durable":false</c>, and are lost for everybody else; where nobody is connected, and in groups and private
    /// conversations, publishers get <c>unavailable</c>. Default <c>Reject</c>.
    /// </summary>
    public UnavailablePolicy OnUnavailable { get; set; }

    /// <summary>
    /// Replicas of Redis that must have an append before it is acknowledged; a failover to one of them then loses nothing. Replicas; default 0; 0 to 10.
    /// </summary>
    public int WaitReplicas { get; set; }

    /// <summary>
    /// How long replicas may take; then the append's outcome is unknown and its sender is asked to try again. Time; default 1 second; 10 milliseconds to
    /// 10 seconds, below <c>Redis:CommandTimeout</c>.
    /// </summary>
    public TimeSpan WaitTimeout { get; set; } = TimeSpan.FromSeconds(1);
}
