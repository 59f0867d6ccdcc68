using System.Text;

namespace Orleans.Realtime.Grains.Interfaces.Gateways;

/// <summary>Which shard of the gateway directory knows a gateway.</summary>
public static class GatewayShard
{
    /// <summary>The shard of a gateway's instance id: FNV-1a over its UTF-8 bytes, the same in every process and version.</summary>
    public static int Of(string instanceId)
    {
        ArgumentNullException.ThrowIfNull(instanceId);
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(instanceId))
        {
            hash = (hash ^ b) * 16777619u;
        }

        return (int)(hash % IGatewayDirectoryGrain.Shards);
    }
}
