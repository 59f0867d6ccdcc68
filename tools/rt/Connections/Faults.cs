using Orleans.Realtime.Client;

namespace Orleans.Realtime.Cli.Connections;

/// <summary>What a client's failures mean for the tool's user.</summary>
internal static class Faults
{
    /// <summary>The exit code, and words that say what to do.</summary>
    public static ToolException Of(RealtimeClientException fault, Caller caller) => fault switch
    {
        { Code: RealtimeErrorCodes.Unauthorized } => new ToolException(
            ExitCode.CannotConnect,
            caller.Token is null
                ? $"{caller.Server} wants a token: give one with RT_TOKEN or --token. Without one it lets in only in development mode (Auth:Mode=Development)."
                : $"{caller.Server} does not take this token: is it expired, or signed with another key?"),
        { Code: RealtimeErrorCodes.Closed } => new ToolException(ExitCode.CannotConnect, $"{caller.Server} closed the connection for good: {Words(fault)}"),
        { MaybeStored: true } => new ToolException(ExitCode.NotAcknowledged, $"not acknowledged, and perhaps stored: {Words(fault)} Send it again with the same --id, and it is stored once."),
        { Code: RealtimeErrorCodes.Timeout } => new ToolException(ExitCode.NotAcknowledged, $"not acknowledged in time: {Words(fault)}"),
        { Code: RealtimeErrorCodes.Forbidden } => new ToolException(ExitCode.Failed, $"forbidden: {Words(fault)} It may take role service: a token that has it, or --role service in development mode."),
        _ => new ToolException(ExitCode.Failed, $"{fault.Code}: {Words(fault)}"),
    };

    private static string Words(RealtimeClientException fault) => fault.Message.EndsWith('.') ? fault.Message : fault.Message + '.';
}
