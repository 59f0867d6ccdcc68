using Microsoft.AspNetCore.Routing;

namespace Orleans.Realtime.Gateway.Web.ConsolePage;

/// <summary>Where to find the console page.</summary>
public static class ConsoleAddress
{
    private static readonly string[] AnyAddress = ["*", "+", "0.0.0.0", "[::]"];

    /// <summary>The address of the page of an application that was started, as a browser on the same machine opens it; <see langword="null"/> where it is not served.</summary>
    public static string? FindConsole(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var isServed = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).Any(endpoint => endpoint.Metadata.GetMetadata<ConsoleMetadata>() is not null);
        if (!isServed || app.Urls.FirstOrDefault() is not { } first)
        {
            return null;
        }

        var address = BindingAddress.Parse(first);
        return $"{address.Scheme}://{(AnyAddress.Contains(address.Host) ? "localhost" : address.Host)}:{address.Port}/";
    }
}
