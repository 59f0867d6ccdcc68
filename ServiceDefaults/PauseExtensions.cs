namespace Orleans.Realtime.ServiceDefaults;

/// <summary>Pauses between attempts.</summary>
public static class PauseExtensions
{
    /// <summary>The pause behind this one: twice as long, and never beyond the longest.</summary>
    public static TimeSpan Doubled(this TimeSpan pause, TimeSpan longest) => pause * 2 < longest ? pause * 2 : longest;
}
