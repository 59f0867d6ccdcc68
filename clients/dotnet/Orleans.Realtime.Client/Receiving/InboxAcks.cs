using Orleans.Realtime.Client.Connections;
using Orleans.Realtime.Client.Protocol;

namespace Orleans.Realtime.Client.Receiving;

/// <summary>Tells the server up to where the inbox is done: seldom, and never ahead of a handler that is still at work. All of it runs under the client's gate.</summary>
internal sealed class InboxAcks
{
    private readonly TimeSpan _delay;
    private readonly Alarm _alarm;
    private Action<byte[]>? _send;
    private long? _told;

    public InboxAcks(ClientContext context)
    {
        _delay = context.Options.Inbox.AcknowledgeDelay;
        _alarm = new Alarm(context, Flush);
    }

    /// <summary>Acknowledged up to and including; null before the first.</summary>
    public long? Done { get; private set; }

    /// <summary>Where the inbox begins for this client, or begins anew.</summary>
    public void Begin(long seq) => Done = _told = seq;

    /// <summary>The application has everything up to and including this place.</summary>
    public void Acknowledge(long seq)
    {
        if (seq > (Done ?? -1))
        {
            Done = seq;
            TellSoon();
        }
    }

    public void Attach(Action<byte[]> send)
    {
        _send = send;
        TellSoon();
    }

    /// <summary>What was said last may not have arrived: it is said again on the next connection.</summary>
    public void Detach()
    {
        _send = null;
        _told = null;
    }

    /// <summary>Says now what would be said soon.</summary>
    public void Flush()
    {
        _alarm.Clear();
        if (_send is not null && Done is { } done && done != _told)
        {
            _told = done;
            _send(FrameWriter.Write("ack", null, done, static (writer, seq) => writer.WriteNumber("seq"u8, seq)));
        }
    }

    private void TellSoon()
    {
        if (_alarm.Due is null)
        {
            _alarm.Set(_delay);
        }
    }
}
