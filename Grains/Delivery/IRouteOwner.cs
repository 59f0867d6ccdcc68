namespace Orleans.Realtime.Grains.Delivery;

/// <summary>The grain whose log is delivered.</summary>
internal interface IRouteOwner
{
    /// <summary>The first route came, the last one went, or a route was dropped by its pump.</summary>
    void OnRoutesChanged();
}
