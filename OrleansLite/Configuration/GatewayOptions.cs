namespace Orleans.Configuration;

/// <summary>How a client follows the silos.</summary>
public class GatewayOptions
{
    /// <summary>Time between looks at the list of silos; default 1 minute.</summary>
    public TimeSpan GatewayListRefreshPeriod { get; set; } = TimeSpan.FromMinutes(1);
}
