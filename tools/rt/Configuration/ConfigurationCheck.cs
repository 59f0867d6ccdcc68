using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Auth;
using Orleans.Realtime.ServiceDefaults.Cluster;

namespace Orleans.Realtime.Cli.Configuration;

/// <summary>Checks a configuration the way a server does when it starts, and says more: every fault at once, and what would be passed over in silence.</summary>
internal sealed partial class ConfigurationCheck(ServerKind kind, Settings settings)
{
    private readonly List<Finding> _findings = [];

    /// <summary>The findings: errors first, each group in the order of the keys.</summary>
    public IReadOnlyList<Finding> Run()
    {
        // With a Redis the servers know options that they do not read without: which those are is what this asks.
        var whole = OptionCatalog.Of(ServerComposition.Compose(kind, WithRedis(settings.Without(new HashSet<string>()))));
        var everywhere = OptionCatalog.Of(ServerComposition.Compose(ServerKind.Embedded, WithRedis(new ConfigurationBuilder().Build())));
        new UnknownKeys(kind, whole, everywhere, settings).Find(_findings);

        var unreadable = Convert(whole);
        var configuration = settings.Without(unreadable);
        var services = ServerComposition.Compose(kind, configuration);
        using (var provider = services.BuildServiceProvider())
        {
            Validate(OptionCatalog.Of(services), provider);
            CheckCluster(configuration);
            CheckDevelopmentMode(provider);
        }

        return [.. _findings.Distinct().OrderBy(finding => finding.Severity).ThenBy(finding => finding.Key, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The connection string that the server would use; null when none is configured.</summary>
    public static string? RedisOf(Settings settings) =>
        (settings.Find("Redis:ConnectionString") is { Value.Length: > 0 } own ? own : settings.Find(RedisKey))?.Value is { Length: > 0 } value ? value : null;

    private static string RedisKey => $"ConnectionStrings:{ClusterIdentityOptions.RedisConnection}";

    private static IConfiguration WithRedis(IConfiguration configuration) =>
        new ConfigurationBuilder().AddConfiguration(configuration).AddInMemoryCollection([KeyValuePair.Create(RedisKey, (string?)"127.0.0.1")]).Build();

    /// <summary>Finds values that are no numbers, times or names where such are wanted; the servers stop at the first.</summary>
    private HashSet<string> Convert(OptionCatalog catalog)
    {
        var unreadable = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in settings.All)
        {
            if (catalog.Find(setting.Key) is not { } option)
            {
                continue;
            }

            var type = Nullable.GetUnderlyingType(option.Type) ?? option.Type;
            if (!CanConvert(setting.Value, type))
            {
                unreadable.Add(setting.Key);
                Add(Severity.Error, setting, $"is {Shown(setting)}: it must be {Form(type)}.");
            }
            else if (type == typeof(TimeSpan) && int.TryParse(setting.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            {
                Add(Severity.Warning, setting, $"is {Shown(setting)}, which means {number} days: write 00:00:{Math.Min(number, 59):00} for seconds.");
            }
        }

        return unreadable;
    }

    private void Validate(OptionCatalog catalog, ServiceProvider provider)
    {
        foreach (var type in catalog.Types)
        {
            var options = ((IOptions<object>)provider.GetRequiredService(typeof(IOptions<>).MakeGenericType(type))).Value;
            foreach (var validator in provider.GetServices(typeof(IValidateOptions<>).MakeGenericType(type)))
            {
                var validate = typeof(IValidateOptions<>).MakeGenericType(type).GetMethod(nameof(IValidateOptions<object>.Validate))!;
                var result = (ValidateOptionsResult)validate.Invoke(validator, [null, options])!;
                foreach (var failure in result.Failures ?? [])
                {
                    AddFailure(failure);
                }
            }
        }
    }

    // A gateway and a silo that are processes of their own say this before any option is checked.
    private void CheckCluster(IConfiguration configuration)
    {
        if (kind == ServerKind.Embedded)
        {
            return;
        }

        // A gateway knows no other place than this one.
        var connection = kind == ServerKind.Silo ? RedisOf(settings) : configuration.GetConnectionString(ClusterIdentityOptions.RedisConnection);
        if (string.IsNullOrWhiteSpace(connection))
        {
            foreach (var failure in ClusterIdentityOptions.NoRedis().Failures)
            {
                AddFailure(failure);
            }
        }
        else if (RedisProbe.FaultOf(connection) is { } fault)
        {
            AddFailure($"{RedisKey} cannot be understood: {fault}");
        }
    }

    private void CheckDevelopmentMode(ServiceProvider provider)
    {
        if (kind == ServerKind.Silo)
        {
            return;
        }

        var guard = new DevelopmentModeGuard(
            provider.GetRequiredService<IOptions<AuthOptions>>(), provider.GetRequiredService<IConfiguration>(), provider, NullLogger<DevelopmentModeGuard>.Instance);
        try
        {
            _ = guard.StartingAsync(CancellationToken.None);
        }
        catch (OptionsValidationException fault)
        {
            foreach (var failure in fault.Failures)
            {
                AddFailure(failure);
            }
        }
    }

    /// <summary>A validator's words begin with the option's name; value and place are what they leave out.</summary>
    private void AddFailure(string failure)
    {
        var match = KeyAtStart().Match(failure);
        var key = match.Success ? match.Groups["key"].Value : null;
        var setting = key is null ? null : settings.Find(key);
        var message = failure[match.Length..].TrimStart();
        if (setting is not null && message.StartsWith("must ", StringComparison.Ordinal))
        {
            message = $"is {Shown(setting)}: it {message}";
        }

        _findings.Add(new Finding(Severity.Error, key, setting is null ? null : Secrets.Masked(setting.Key, setting.Value), setting?.Source, message));
    }

    private void Add(Severity severity, Setting setting, string message) =>
        _findings.Add(new Finding(severity, setting.Key, Secrets.Masked(setting.Key, setting.Value), setting.Source, message));

    private static string Shown(Setting setting) => $"'{Secrets.Masked(setting.Key, setting.Value)}'";

    private static bool CanConvert(string value, Type type)
    {
        try
        {
            return type == typeof(string) || TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value) is not null;
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            return false;
        }
    }

    private static string Form(Type type) => type switch
    {
        { IsEnum: true } => "one of " + string.Join(", ", Enum.GetNames(type)),
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(TimeSpan) => "a time, hh:mm:ss or d.hh:mm:ss",
        _ when type == typeof(double) => "a number",
        _ => "a whole number that fits into " + type.Name,
    };

    // With the words before it, and the colon behind it, that ValidateOptionsResultBuilder puts there.
    [GeneratedRegex("^(?<framed>Property )?(?<key>[A-Za-z]+(:[A-Za-z0-9]+)+)(?(framed):)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex KeyAtStart();
}
