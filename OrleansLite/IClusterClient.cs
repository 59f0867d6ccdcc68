namespace Orleans;

/// <summary>The way into the cluster from outside of grains.</summary>
public interface IClusterClient : IGrainFactory
{
    /// <summary>The client's services.</summary>
    IServiceProvider ServiceProvider { get; }
}
