namespace Orleans.Realtime.Grains.Hosting;

/// <summary>The grain storage that the host must provide, by provider name. Small state only.</summary>
public static class RealtimeStorage
{
    /// <summary>Routes that are handed over, users' last seen, live gateways.</summary>
    public const string Name = "realtime";

    /// <summary>
    /// Sessions. A provider that can expire entries should, some time past <c>Sessions:ResumeWindow</c>: it removes what a crash of
    /// silo and gateway left behind.
    /// </summary>
    public const string Sessions = "realtime-sessions";
}
