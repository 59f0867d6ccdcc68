namespace Orleans.Realtime.Grains.Tests.Support;

/// <summary>What goes wrong with one delivery.</summary>
public enum DeliveryFault
{
    None,

    /// <summary>It never arrives.</summary>
    LostRequest,

    /// <summary>It is taken, but nobody hears of it.</summary>
    LostAnswer,

    /// <summary>Nothing of it is taken.</summary>
    Refuse,

    /// <summary>Half of it is taken.</summary>
    Part,

    /// <summary>It waits until it is released.</summary>
    Stall,
}
