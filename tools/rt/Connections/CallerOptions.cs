using System.CommandLine;
using Orleans.Realtime.Cli.Servers;
using Orleans.Realtime.Cli.Terminals;

namespace Orleans.Realtime.Cli.Connections;

/// <summary>The options that say who connects to which server. Given to a command, they hold for those below it too.</summary>
internal sealed class CallerOptions
{
    private const string TokenVariable = "RT_TOKEN";
    private const string UsualUser = "rt";

    private readonly Option<ServerAddress> _url = ServerOptions.Url();
    private readonly string? _usualRole;
    private readonly Option<string> _user;
    private readonly Option<string> _role;
    private readonly Option<string> _token = new("--token", "-t") { HelpName = "jwt", Description = $"Who one is, and may do. Default: {TokenVariable}", Recursive = true };

    /// <param name="usualRole">The role in development mode, where none is asked for; null for a plain user.</param>
    public CallerOptions(string? usualRole)
    {
        _usualRole = usualRole;
        _user = new("--user") { HelpName = "id", Description = $"Without a token, in development mode: the user. Default: {UsualUser}", Recursive = true };
        _role = new("--role")
        {
            HelpName = "service|admin|none",
            Description = $"Without a token, in development mode: the role. Default: {usualRole ?? "none"}",
            Recursive = true,
        };
        _role.AcceptOnlyFromAmong("service", "admin", "none");
    }

    /// <summary>Adds them.</summary>
    public void AddTo(Command command)
    {
        command.Add(_url);
        command.Add(_user);
        command.Add(_role);
        command.Add(_token);
    }

    /// <summary>What they say.</summary>
    /// <exception cref="ToolException">They contradict each other.</exception>
    public Caller Read(ParseResult parsed, Terminal terminal)
    {
        var server = parsed.Address(_url, terminal);
        var given = parsed.GetValue(_token);
        var user = parsed.GetValue(_user);
        if (given is not null && user is not null)
        {
            throw new ToolException(ExitCode.Usage, "--token says who one is, so does --user: give one of them.");
        }

        // Who names a user wants to be that user, whatever the environment has.
        var token = given ?? (user is null ? terminal.Variable(TokenVariable) : null);
        if (token is not null)
        {
            return new Caller(server, null, null, token);
        }

        var role = parsed.GetValue(_role) ?? _usualRole;
        return new Caller(server, user ?? UsualUser, role is "none" ? null : role, null);
    }
}
