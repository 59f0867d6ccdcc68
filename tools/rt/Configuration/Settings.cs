using Microsoft.Extensions.Configuration;

namespace Orleans.Realtime.Cli.Configuration;

/// <summary>A configuration as a server would read it, with the place that each value comes from. What is read later overrides what was read before.</summary>
internal sealed class Settings
{
    private static readonly string[] HostPrefixes = ["ASPNETCORE_", "DOTNET_"];

    private readonly Dictionary<string, Setting> _byKey = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All of them.</summary>
    public IEnumerable<Setting> All => _byKey.Values;

    /// <summary>One of them; null where it is not set.</summary>
    public Setting? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>Reads files, and then the environment, as the hosts do.</summary>
    /// <param name="files">JSON as of <c>appsettings.json</c>, or lines <c>Name=Value</c> as of an env file; each overrides those before it.</param>
    /// <param name="variables">The environment; null leaves it out.</param>
    /// <exception cref="ToolException">A file is not there, or of neither form.</exception>
    public static Settings Read(IEnumerable<string> files, IReadOnlyDictionary<string, string>? variables)
    {
        var settings = new Settings();
        foreach (var prefix in HostPrefixes)
        {
            foreach (var (name, value) in (variables ?? new Dictionary<string, string>()).Where(variable => variable.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            {
                settings.TakeVariable(name[prefix.Length..], value, "environment variable " + name);
            }
        }

        foreach (var file in files)
        {
            settings.TakeFile(file);
        }

        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            settings.TakeVariable(name, value, "environment variable " + name);
        }

        return settings;
    }

    /// <summary>The same without some keys, as the servers' own type.</summary>
    public IConfiguration Without(IReadOnlySet<string> keys) => new ConfigurationBuilder()
        .AddInMemoryCollection(_byKey.Values.Where(setting => !keys.Contains(setting.Key)).Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
        .Build();

    private void TakeVariable(string name, string value, string source) =>
        Take(new Setting(name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal), value, source, IsEnvironment: true));

    private void Take(Setting setting) => _byKey[setting.Key] = setting;

    private void TakeFile(string file)
    {
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCode.Usage, $"cannot read '{file}': {fault.Message}");
        }

        if (text.AsSpan().TrimStart() is ['{', ..])
        {
            TakeJson(file);
            return;
        }

        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new ToolException(ExitCode.Failed, $"'{file}', line {number}: neither JSON nor Name=Value.");
            }

            TakeVariable(line[..equals].Trim(), Unquoted(line[(equals + 1)..].Trim()), $"{file}:{number}");
        }
    }

    private void TakeJson(string file)
    {
        try
        {
            var json = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(file), optional: false, reloadOnChange: false).Build();
            foreach (var (key, value) in json.AsEnumerable().Where(pair => pair.Value is not null))
            {
                Take(new Setting(key, value!, file, IsEnvironment: false));
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or FormatException)
        {
            throw new ToolException(ExitCode.Failed, $"'{file}' is not in order: {(fault.InnerException?.InnerException ?? fault.InnerException ?? fault).Message}");
        }
    }

    private static string Unquoted(string value) => value is ['"', _, .., '"'] or ['\'', _, .., '\''] ? value[1..^1] : value;
}
