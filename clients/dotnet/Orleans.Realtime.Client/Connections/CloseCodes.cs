namespace Orleans.Realtime.Client.Connections;

/// <summary>Close codes, and what they ask of the client.</summary>
internal static class CloseCodes
{
    public const int Normal = 1000;

    /// <summary>Used where no close frame came: RFC 6455's "abnormal".</summary>
    public const int Lost = 1006;

    /// <summary>Free for applications: the socket is dead, and the server will hardly read why.</summary>
    public const int Silent = 4000;

    /// <summary>The advice for a code. Everything that is not known is taken as a lost connection: a code of the future must not strand clients.</summary>
    public static CloseAction ActionOf(int code) => code switch
    {
        Normal or 1002 or 1003 or 1007 or 1008 or 4409 => CloseAction.Stop,
        1009 => CloseAction.Shrink,
        4401 => CloseAction.Token,
        4403 => CloseAction.Session,
        4429 => CloseAction.Wait,
        _ => CloseAction.Resume,
    };
}
