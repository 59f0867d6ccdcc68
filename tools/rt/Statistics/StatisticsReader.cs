using System.Net;
using System.Text.Json;
using Orleans.Realtime.Cli.Servers;

namespace Orleans.Realtime.Cli.Statistics;

/// <summary>Asks a server what it does.</summary>
internal sealed class StatisticsReader(ServerAddress server, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new() { BaseAddress = server.Http, Timeout = Patience };
    private readonly long _start = clock.GetTimestamp();

    /// <summary>One sample.</summary>
    /// <exception cref="ToolException">The server is not there, or does not answer this.</exception>
    public async Task<Sample> ReadAsync(CancellationToken cancellationToken)
    {
        var stats = await GetAsync("stats", cancellationToken);
        var pubSub = await GetAsync("api/v1/stats/pubsub", cancellationToken);
        var metrics = await GetAsync("metrics", cancellationToken);
        try
        {
            return new Sample(
                clock.GetElapsedTime(_start),
                JsonSerializer.Deserialize(stats, StatisticsJson.Default.ServerStats)!,
                JsonSerializer.Deserialize(pubSub, StatisticsJson.Default.PubSubCounts)!,
                MetricsText.Parse(metrics),
                stats,
                pubSub);
        }
        catch (JsonException)
        {
            throw new ToolException(ExitCode.Failed, $"{server} answers with something else than statistics: is it an Orleans.Realtime gateway?");
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private async Task<string> GetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => await response.Content.ReadAsStringAsync(cancellationToken),
                HttpStatusCode.NotFound => throw new ToolException(
                    ExitCode.Failed, $"{server} has no /{path}: where Admin:Urls is set, statistics have a listener of their own; give its address with --url."),
                var status => throw new ToolException(ExitCode.Failed, $"{server} answers /{path} with {(int)status}; try again, or look at the server's log."),
            };
        }
        catch (HttpRequestException fault)
        {
            throw new ToolException(ExitCode.CannotConnect, $"cannot reach {server} ({fault.InnerException?.Message ?? fault.Message}). Is the server running there? Start one with ./run.sh, or give its address with --url.");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ToolException(ExitCode.CannotConnect, $"{server} does not answer within {Patience.TotalSeconds:0} s: is it overloaded, or no HTTP server?");
        }
    }
}
