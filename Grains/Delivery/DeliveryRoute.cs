namespace Orleans.Realtime.Grains.Delivery;

/// <summary>One gateway that a log is delivered to, with the connections it holds for the log.</summary>
internal sealed class DeliveryRoute<TListener>(GatewayPump pump, Dictionary<string, TListener> listeners)
{
    public GatewayPump Pump { get; } = pump;

    /// <summary>By session id.</summary>
    public Dictionary<string, TListener> Listeners { get; set; } = listeners;
}
