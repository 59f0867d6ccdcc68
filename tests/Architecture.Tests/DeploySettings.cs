using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Embedded;
using Orleans.Realtime.Gateway.Web.Hosting;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.ServiceDefaults.Cluster;

namespace Orleans.Realtime.Architecture.Tests;

/// <summary>What the processes read of their environment: the options types, and the few names that belong to .NET.</summary>
internal static class DeploySettings
{
    /// <summary>Names that .NET itself reads, with the place that says so in the code.</summary>
    private static readonly HashSet<string> Framework = new(StringComparer.OrdinalIgnoreCase)
    {
        "ASPNETCORE_" + WebHostDefaults.ServerUrlsKey,
        "ASPNETCORE_" + WebHostDefaults.HttpPortsKey,
        HttpOptions.InlineCompletionsVariable,
        // Microsoft.Extensions.Logging.Console: ConsoleLoggerOptions.FormatterName.
        "Logging__Console__FormatterName",
    };

    /// <summary>What a silo reads.</summary>
    public static IReadOnlySet<string> Silo { get; } = Names("Grains");

    /// <summary>What a gateway reads.</summary>
    public static IReadOnlySet<string> Gateway { get; } = Names("Gateway.Web");

    /// <summary>The environment variables that a process does not know.</summary>
    public static IEnumerable<string> Unknown(IEnumerable<string> variables, IReadOnlySet<string> process) =>
        variables.Where(variable => !Framework.Contains(variable) && !process.Contains(variable.Replace("__", ":", StringComparison.Ordinal)));

    /// <summary>Everything in one process, with the settings that an environment holds and some for those that only the cluster knows.</summary>
    public static WebApplication Build(IEnumerable<KeyValuePair<string, string>> environment)
    {
        var arguments = environment
            .Where(variable => variable.Key.Contains("__", StringComparison.Ordinal) && !variable.Key.StartsWith("ConnectionStrings__", StringComparison.Ordinal))
            .Select(variable => $"--{variable.Key.Replace("__", ":", StringComparison.Ordinal)}={variable.Value}");
        return EmbeddedServer.Build([.. arguments]);
    }

    /// <summary>Checks the values as a start does.</summary>
    public static void Validate(WebApplication app) => app.Services.GetRequiredService<IStartupValidator>().Validate();

    /// <summary>The paths that a gateway serves.</summary>
    public static IReadOnlySet<string> GatewayPaths(WebApplication app) =>
        ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>The paths that a silo serves.</summary>
    public static IReadOnlySet<string> SiloPaths { get; } = new HashSet<string>([HealthOptions.HealthPath, HealthOptions.ReadyPath, HealthOptions.MetricsPath], StringComparer.Ordinal);

    /// <summary>A gateway's option as an environment sets it, or else its default.</summary>
    public static TimeSpan GatewayTime(string key, IReadOnlyDictionary<string, string> environment)
    {
        if (environment.TryGetValue(key.Replace(":", "__", StringComparison.Ordinal), out var text))
        {
            return TimeSpan.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        }

        var type = OptionsTypes("Gateway.Web").Single(entry => key.StartsWith(entry.Section + ":", StringComparison.Ordinal)).Type;
        return (TimeSpan)type.GetProperty(key[(key.IndexOf(':', StringComparison.Ordinal) + 1)..])!.GetValue(Activator.CreateInstance(type))!;
    }

    private static HashSet<string> Names(string project) =>
        new(
            OptionsTypes(project).Concat(OptionsTypes("ServiceDefaults")).SelectMany(entry => Names(entry.Section, entry.Type)).Append("ConnectionStrings:" + ClusterIdentityOptions.RedisConnection),
            StringComparer.Ordinal);

    private static IEnumerable<(string Section, Type Type)> OptionsTypes(string project) =>
        from type in Assembly.Load("Orleans.Realtime." + project).GetTypes()
        let section = type.GetField("Section", BindingFlags.Public | BindingFlags.Static)
        where section is { IsLiteral: true } && type.Name.EndsWith("Options", StringComparison.Ordinal)
        select ((string)section.GetRawConstantValue()!, type);

    private static IEnumerable<string> Names(string prefix, Type type) => type.GetProperties().SelectMany(property =>
        property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal)
            ? Names(prefix + ":" + property.Name, property.PropertyType)
            : [prefix + ":" + property.Name]);
}
