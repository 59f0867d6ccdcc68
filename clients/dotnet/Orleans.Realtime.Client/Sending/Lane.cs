namespace Orleans.Realtime.Client.Sending;

/// <summary>What goes to one target: requests without an answer, in the order in which they were made.</summary>
internal sealed class Lane
{
    public LinkedList<Request> Requests { get; } = [];

    /// <summary>Whether it stands in the line of those that may send.</summary>
    public bool IsQueued { get; set; }

    /// <summary>When it may send again, where the line waits for that.</summary>
    public TimeSpan RetryAt { get; set; }

    /// <summary>
    /// The next request that may go out; none while so many are under way as may be, or while one that waits to be repeated keeps
    /// its place: those behind it do not overtake it.
    /// </summary>
    /// <param name="maxInFlight">How many may be under way at once.</param>
    /// <param name="now">The time.</param>
    /// <param name="notBefore">Where nothing may go out now: when that changes by itself.</param>
    public Request? Next(int maxInFlight, TimeSpan now, out TimeSpan? notBefore)
    {
        notBefore = null;
        var underWay = 0;
        for (var node = Requests.First; node is not null && underWay < maxInFlight; node = node.Next)
        {
            if (!node.Value.IsUnderWay)
            {
                if (node.Value.NotBefore <= now)
                {
                    return node.Value;
                }

                notBefore = node.Value.NotBefore;
                return null;
            }

            underWay++;
        }

        return null;
    }
}
