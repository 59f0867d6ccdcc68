using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans.Realtime.Gateway.Web.Auth;
using Orleans.Realtime.Gateway.Web.Diagnostics;
using Orleans.Realtime.Gateway.Web.Endpoints;
using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

namespace Orleans.Realtime.Gateway.Web.ConsolePage;

/// <summary>
/// The console page. It stands with the public listeners, beside the <c>/ws</c> that it uses. Each file is a route of its own: nothing else changes
/// its answer because the page is there.
/// </summary>
internal static class ConsoleEndpoints
{
    /// <summary>Where the page's own files are, all but <c>index.html</c>.</summary>
    public const string Folder = "/console/";

    // 'self' takes in the WebSockets of the same host. Where a browser knows trusted types, text cannot become markup at all.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string Version = typeof(ConsoleEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Maps the page where it is served.</summary>
    public static void MapConsole(this IEndpointRouteBuilder app)
    {
        // Unchecked: the check at start names every fault, and not only the first that is met here.
        var configuration = app.ServiceProvider.GetRequiredService<IConfiguration>();
        var mode = Bind<AuthOptions>(configuration, AuthOptions.Section).Mode;
        var options = Bind<ConsoleOptions>(configuration, ConsoleOptions.Section);
        if (!(options.Enabled ?? mode == AuthMode.Development))
        {
            return;
        }

        var page = app.MapGroup(string.Empty).ExcludeFromDescription().WithMetadata(Access.Anyone, ListenerScope.Public, new ConsoleMetadata());
        foreach (var (name, read) in ConsoleFiles.Load(options.Folder))
        {
            page.MapMethods(name == ConsoleFiles.Index ? "/" : Folder + name, Reading, (HttpContext context) => Answer(context, read()));
        }

        page.MapMethods("/console.json", Reading, (HttpContext context, IGatewayFigures figures) =>
        {
            SetHeaders(context.Response.Headers);
            return ApiJson.Ok(new ConsoleInfo(mode == AuthMode.Development ? "development" : "jwt", Version, figures.PubSub.InstanceId));
        });
    }

    private static FileContentHttpResult Answer(HttpContext context, ConsoleFile file)
    {
        SetHeaders(context.Response.Headers);
        return TypedResults.Bytes(file.Content, file.ContentType, entityTag: file.ETag);
    }

    private static void SetHeaders(IHeaderDictionary headers)
    {
        // Kept, but asked for each time: a page of one version never runs with a script of another.
        headers.CacheControl = "no-cache";
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    private static T Bind<T>(IConfiguration configuration, string section)
        where T : new()
    {
        var options = new T();
        configuration.GetSection(section).Bind(options);
        return options;
    }
}
