using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NSubstitute;
using Orleans.Realtime.Gateway.Web.Auth;
using Orleans.Realtime.Gateway.Web.ConsolePage;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Diagnostics;
using Orleans.Realtime.Gateway.Web.Endpoints;
using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;
using Orleans.Realtime.Gateway.Web.Hosting;
using Orleans.Realtime.Gateway.Web.Publishing;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Gateway.Web.Streams;
using Orleans.Realtime.Gateway.Web.Tests.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Endpoints;

/// <summary>The HTTP API on a real Kestrel, on a port that the system chose, with everything behind it faked.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    public const string Service = "user_id=backend&role=service";
    public const string Admin = "user_id=root&role=admin";

    private readonly WebApplication _app;
    private readonly HttpClient _http = new();

    private ApiServer(WebApplication app, RecordingLog log) => (_app, Log) = (app, log);

    public FakePublisher Publisher { get; } = new();

    public IGrainFactory Grains { get; } = Substitute.For<IGrainFactory>();

    /// <summary>What is known of the cluster.</summary>
    public IClusterFigures Figures { get; } = Substitute.For<IClusterFigures>();

    /// <summary>What was logged.</summary>
    public RecordingLog Log { get; }

    /// <summary>What the directory says.</summary>
    public IReadOnlyList<GatewayStats>? Gateways { get; set; } = [new("gw-1", 5, 2, Draining: false, LeaseAgeMs: 1_200)];

    public DrainState Drain => _app.Services.GetRequiredService<DrainState>();

    public IReadOnlyList<Uri> Addresses => [.. _app.Urls.Select(url => new Uri(url))];

    public static async Task<ApiServer> StartAsync(params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([new("urls", "http://127.0.0.1:0"), .. settings.Select(s => KeyValuePair.Create<string, string?>(s.Name, s.Value))]);
        GatewayDefaults.Apply(builder.Configuration);
        builder.AddHttpServer();
        builder.Services.AddStreams().AddGatewayEndpoints().AddConsolePage().AddGatewayDiagnostics().AddSingleton<DrainState>();
        builder.Services.AddOptions<SocketOptions>().BindConfiguration(SocketOptions.Section);
        ApiServer? server = null;
        var log = new RecordingLog();
        builder.Services.AddSingleton<IMessagePublisher>(_ => server!.Publisher);
        builder.Services.AddSingleton<IBroadcaster>(_ => server!.Publisher);
        builder.Services.AddSingleton(_ => server!.Grains);
        builder.Services.AddSingleton<IAuthenticator, QueryAuthenticator>();
        var figures = Substitute.For<IGatewayFigures>();
        figures.ClientsByShard.Returns([2, 0, 3]);
        figures.PubSub.Returns(new PubSubStats("gw-1", new PublisherStats(4, 2, 1, 1), new SubscriberStats(3, 2, 1, 3, 0, 0, 0)));
        figures.ListSilosAsync().Returns([new SiloStats("10.0.0.1:11111@1", "active", 7), new SiloStats("10.0.0.2:11111@1", "joining")]);
        figures.Streams.Returns(new StreamStats(7, 3));
        figures.ListGatewaysAsync().Returns(_ => server!.Gateways);
        builder.Services.AddSingleton(figures);
        builder.Services.AddSingleton(_ => server!.Figures);
        builder.Services.AddSingleton<LiveGateways>();
        builder.Services.AddSingleton<ILoggerProvider>(log);
        var app = builder.Build();
        app.UseProblems();
        app.MapRealtimeApi();
        app.MapOperations();
        app.MapConsole();
        server = new ApiServer(app, log);
        await app.StartAsync();
        return server;
    }

    public Task<Answer> PostAsync(string path, string json, string who = Service, params (string Name, string Value)[] headers) =>
        PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"), who, headers);

    public Task<Answer> PostAsync(string path, HttpContent content, string who = Service, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, who, content, headers);

    public Task<Answer> GetAsync(string path, string who = Service, Uri? address = null) => SendAsync(HttpMethod.Get, path, who, null, [], address);

    public async Task<Answer> SendAsync(HttpMethod method, string path, string who, HttpContent? content, (string Name, string Value)[] headers, Uri? address = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(address ?? Addresses[0], path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + who)) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request);
        return new Answer(response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(), response.Headers.RetryAfter?.Delta);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    internal sealed record Answer(HttpStatusCode Status, string? MediaType, string Text, TimeSpan? RetryAfter)
    {
        public JsonNode Json => JsonNode.Parse(Text)!;

        public void ShouldBeProblem(HttpStatusCode status, string code)
        {
            Status.ShouldBe(status, Text);
            MediaType.ShouldBe("application/problem+json");
            Json["code"]!.GetValue<string>().ShouldBe(code);
            Json["status"]!.GetValue<int>().ShouldBe((int)status);
            Json["title"]!.GetValue<string>().ShouldNotBeEmpty();
        }
    }
}
