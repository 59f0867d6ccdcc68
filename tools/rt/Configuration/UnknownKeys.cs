using Orleans.Realtime.Cli.Terminals;

namespace Orleans.Realtime.Cli.Configuration;

/// <summary>Finds keys that nobody reads: a server passes over them in silence, and the value that was meant stays at its default.</summary>
/// <param name="kind">The process.</param>
/// <param name="known">What it reads.</param>
/// <param name="everywhere">What any of our processes reads: files are often shared.</param>
/// <param name="settings">What is configured.</param>
internal sealed class UnknownKeys(ServerKind kind, OptionCatalog known, OptionCatalog everywhere, Settings settings)
{
    // Of .NET and ASP.NET Core, and read by them or by whoever hosts us.
    private static readonly HashSet<string> OthersSections = new(StringComparer.OrdinalIgnoreCase)
    {
        "Logging", "Kestrel", "AllowedHosts", "Urls", "http_ports", "https_ports", "https_port", "environment", "applicationName", "contentRoot", "webroot", "Orleans", "PublicUrls", "hostBuilder",
        "shutdownTimeoutSeconds", "detailedErrors", "captureStartupErrors", "preferHostingUrls", "suppressStatusMessages", "preventHostingStartup", "forwardedHeaders_enabled", "$schema",
    };

    private static readonly string[] Connections = ["ConnectionStrings:Redis"];

    /// <summary>Adds what it finds.</summary>
    public void Find(ICollection<Finding> findings)
    {
        var sections = everywhere.Sections;
        foreach (var setting in settings.All)
        {
            var section = setting.Key.Split(':')[0];
            if (known.Find(setting.Key) is not null || Connections.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            if (everywhere.Find(setting.Key) is not null)
            {
                findings.Add(Found(Severity.Note, setting, $"is read by {(kind == ServerKind.Gateway ? "silos" : "gateways")}, not by this process."));
            }
            else if (sections.Contains(section) || IsConnection(setting.Key))
            {
                var near = Words.Nearest(setting.Key, Connections.Concat(everywhere.Options.Keys));
                findings.Add(Found(Severity.Warning, setting, near is null ? "is no option: nobody reads it." : $"is no option: did you mean {near}?"));
            }
            else if (!OthersSections.Contains(section))
            {
                FindSection(findings, sections, setting, section);
            }
        }
    }

    private static void FindSection(ICollection<Finding> findings, IReadOnlySet<string> sections, Setting setting, string section)
    {
        var near = Words.Nearest(section, sections);
        var isNested = setting.Key.Contains(':', StringComparison.Ordinal);

        // An environment is full of others' variables: only what looks like a slip is worth a word.
        if (setting.IsEnvironment && (near is null || !isNested))
        {
            return;
        }

        findings.Add(Found(Severity.Warning, setting, near is null ? "is in no section of ours: nobody reads it." : $"is in no section of ours: did you mean {near}:{setting.Key[(section.Length + 1)..]}?"));
    }

    private static bool IsConnection(string key) => key.StartsWith("ConnectionStrings:", StringComparison.OrdinalIgnoreCase);

    private static Finding Found(Severity severity, Setting setting, string message) =>
        new(severity, setting.Key, Secrets.Masked(setting.Key, setting.Value), setting.Source, message);
}
