using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Lite.Tcp;

internal sealed partial class TcpTransport
{
    public void LogMalformed(Exception exception, SiloAddress peer) => LogMalformed(logger, exception, peer);

    public void LogNotTaken(Exception exception, SiloAddress peer) => LogNotTaken(logger, exception, peer);

    [LoggerMessage(30, LogLevel.Information, "The connection to {Peer} is over ({Loss}): {Cause}", EventName = "PeerLost")]
    private static partial void LogLost(ILogger logger, SiloAddress peer, PeerLoss loss, string cause);

    [LoggerMessage(31, LogLevel.Warning, "{Peer} sent what cannot be read: its connection is cut", EventName = "MalformedFrame")]
    private static partial void LogMalformed(ILogger logger, Exception exception, SiloAddress peer);

    [LoggerMessage(32, LogLevel.Error, "A message from {Peer} could not be taken", EventName = "MessageNotTaken")]
    private static partial void LogNotTaken(ILogger logger, Exception exception, SiloAddress peer);

    [LoggerMessage(33, LogLevel.Information, "{Peer} was refused: {Fault}", EventName = "PeerRefused")]
    private static partial void LogRefused(ILogger logger, SiloAddress peer, string fault);

    [LoggerMessage(34, LogLevel.Debug, "A connection ended before it began", EventName = "StrangerGone")]
    private static partial void LogStranger(ILogger logger, Exception exception);

    [LoggerMessage(35, LogLevel.Error, "No connection could be accepted", EventName = "AcceptFailed")]
    private static partial void LogAcceptFailed(ILogger logger, Exception exception);

    [LoggerMessage(37, LogLevel.Error, "The connections could not be looked after", EventName = "TickFailed")]
    private static partial void LogTickFailed(ILogger logger, Exception exception);

    [LoggerMessage(36, LogLevel.Warning, "This process did not run for {Seconds:F1} s", EventName = "Paused")]
    private static partial void LogPaused(ILogger logger, double seconds);
}
