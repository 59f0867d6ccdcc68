namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>The TCP transports of one listener, so that its end is theirs.</summary>
internal sealed class OpenTransports
{
    private readonly Lock _gate = new();
    private readonly HashSet<TcpTransport> _all = [];

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _all.Count;
            }
        }
    }

    /// <summary>Notes one.</summary>
    public void Add(TcpTransport transport)
    {
        lock (_gate)
        {
            _all.Add(transport);
        }
    }

    /// <summary>Forgets one.</summary>
    public void Remove(TcpTransport transport)
    {
        lock (_gate)
        {
            _all.Remove(transport);
        }
    }

    /// <summary>Drops the connections of all.</summary>
    public void AbortAll()
    {
        TcpTransport[] all;
        lock (_gate)
        {
            all = [.. _all];
        }

        foreach (var transport in all)
        {
            transport.Abort();
        }
    }
}
