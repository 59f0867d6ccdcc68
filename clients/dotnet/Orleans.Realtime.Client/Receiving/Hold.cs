using Orleans.Realtime.Client.Protocol;

namespace Orleans.Realtime.Client.Receiving;

/// <summary>What happens to frames of a log while something else must come first.</summary>
internal sealed class Hold
{
    public List<ServerFrame> Frames { get; } = [];

    /// <summary>Too many wait: whatever they wait for is given up.</summary>
    public required Action GiveUp { get; init; }
}
