using System.CommandLine;
using Orleans.Realtime.Cli.Terminals;

namespace Orleans.Realtime.Cli.Servers;

/// <summary>Which server a command speaks to.</summary>
internal static class ServerOptions
{
    private const string UrlVariable = "RT_URL";

    /// <summary>The option <c>--url</c>.</summary>
    public static Option<ServerAddress> Url() => new("--url", "-u")
    {
        HelpName = "address",
        Description = $"The server: ws://host:port/ws, or its HTTP address. Default: RT_URL, else {ServerAddress.Default}",
        Recursive = true,
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 0 ? string.Empty : result.Tokens[0].Value;
            if (ServerAddress.TryParse(text) is { } address)
            {
                return address;
            }

            result.AddError($"'{text}' is no address: write --url ws://host:port/ws or --url http://host:port");
            return null!;
        },
    };

    /// <summary>The address that counts.</summary>
    public static ServerAddress Address(this ParseResult parsed, Option<ServerAddress> url, Terminal terminal)
    {
        if (parsed.GetValue(url) is { } given)
        {
            return given;
        }

        var text = terminal.Variable(UrlVariable) ?? ServerAddress.Default;
        return ServerAddress.TryParse(text) ?? throw new ToolException(ExitCode.Usage, $"{UrlVariable} is '{text}': write ws://host:port/ws or http://host:port.");
    }
}
