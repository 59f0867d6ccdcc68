using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Orleans.Realtime.Cluster.Tests.Support;

/// <summary>Takes what is exported by OTLP over HTTP.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<byte[]> _traces = new();
    private readonly ConcurrentQueue<byte[]> _metrics = new();

    private Collector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapPost("/v1/traces", context => TakeAsync(context, _traces));
        _app.MapPost("/v1/metrics", context => TakeAsync(context, _metrics));
    }

    public string Address => _app.Urls.Single();

    public IReadOnlyList<Span> Spans => [.. _traces.SelectMany(request => Span.ReadAll(request))];

    public static async Task<Collector> StartAsync()
    {
        var collector = new Collector();
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>Whether a text occurs in any trace.</summary>
    public bool TracesName(string text) => Contains(_traces, text);

    /// <summary>Whether a text occurs in any metrics.</summary>
    public bool MetricsName(string text) => Contains(_metrics, text);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static bool Contains(IEnumerable<byte[]> requests, string text) =>
        requests.Any(request => request.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    private static async Task TakeAsync(HttpContext context, ConcurrentQueue<byte[]> requests)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        requests.Enqueue(body.ToArray());
    }
}
