namespace Orleans.Configuration;

/// <summary>Which cluster this is.</summary>
public class ClusterOptions
{
    /// <summary>The cluster's identity; default "default".</summary>
    public string ClusterId { get; set; } = "default";

    /// <summary>The service's identity, stable over clusters; default "default".</summary>
    public string ServiceId { get; set; } = "default";
}
