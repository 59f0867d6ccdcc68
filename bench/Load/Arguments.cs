using System.Globalization;
using Orleans.Realtime.Load.Works;

namespace Orleans.Realtime.Load;

/// <summary>The command line.</summary>
internal sealed class Arguments
{
    /// <summary>The folder with the published programs.</summary>
    public string Programs { get; private set; } = "";

    /// <summary>The folder bench/peers.</summary>
    public string Peers { get; private set; } = "";

    /// <summary>The revision of this repository that was built.</summary>
    public string? Revision { get; private set; }

    /// <summary>Where results go.</summary>
    public string Out { get; private set; } = "";

    /// <summary>The page whose marked block is replaced; null for none.</summary>
    public string? Page { get; private set; }

    /// <summary>The groups of works to run; empty for all.</summary>
    public IReadOnlyList<string> Only { get; private set; } = [];

    /// <summary>The peers to run beside ours; null for all.</summary>
    public IReadOnlyList<string>? Beside { get; private set; }

    /// <summary>Peers that cannot run here, and why.</summary>
    public Dictionary<string, string> Missing { get; } = [];

    /// <summary>Whether the server's stacks are sampled while it is measured.</summary>
    public bool Profile { get; private set; }

    public Settings Settings { get; private set; } = new(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(3), Rounds: 3, Quick: false);

    /// <summary>Reads them.</summary>
    /// <exception cref="FormatException">One is unknown, or its value is none.</exception>
    public static Arguments Parse(IReadOnlyList<string> args)
    {
        var parsed = new Arguments();
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == "--quick")
            {
                parsed.Settings = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2), Rounds: 1, Quick: true);
                continue;
            }

            if (args[i] == "--profile")
            {
                parsed.Profile = true;
                continue;
            }

            if (i + 1 == args.Count)
            {
                throw new FormatException($"'{args[i]}' is unknown, or needs a value.");
            }

            parsed.Take(args[i], args[++i]);
        }

        if (parsed.Profile)
        {
            parsed.Settings = parsed.Settings with { Profiler = new(Path.Combine(parsed.Out, "profile")) };
        }

        return parsed;
    }

    private void Take(string name, string value)
    {
        switch (name)
        {
            case "--programs":
                Programs = value;
                break;
            case "--peer-folder":
                Peers = value;
                break;
            case "--revision":
                Revision = value;
                break;
            case "--out":
                Out = value;
                break;
            case "--page":
                Page = value;
                break;
            case "--only":
                Only = List(value);
                break;
            case "--peers":
                Beside = value == "none" ? [] : List(value);
                break;
            case "--missing":
                var at = value.IndexOf('=', StringComparison.Ordinal);
                Missing[value[..at]] = value[(at + 1)..];
                break;
            case "--seconds":
                Settings = Settings with { Duration = TimeSpan.FromSeconds(Positive(name, value)) };
                break;
            case "--rounds":
                Settings = Settings with { Rounds = Positive(name, value) };
                break;
            default:
                throw new FormatException($"'{name}' is unknown.");
        }
    }

    private static string[] List(string value) => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static int Positive(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw new FormatException($"'{name}' needs a positive number.");
}
