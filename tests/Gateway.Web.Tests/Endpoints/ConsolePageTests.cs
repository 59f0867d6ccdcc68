using System.Net;
using System.Net.Http.Headers;
using Orleans.Realtime.Gateway.Web.ConsolePage;

namespace Orleans.Realtime.Gateway.Web.Tests.Endpoints;

public sealed class ConsolePageTests(ConsolePageTests.Servers servers) : IClassFixture<ConsolePageTests.Servers>
{
    private static readonly (string Name, string Value) Development = ("Auth:Mode", "Development");

    public static TheoryData<string> Paths => ["/", "/console.json", "/console/app.js", "/console/css/base.css", "/console/favicon.svg", "/console/client/realtime.js"];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task InDevelopment_IsServed_AndAskedForAgainEachTime(string path)
    {
        using var http = new HttpClient { BaseAddress = servers.Development.Addresses[0] };

        using var answer = await http.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.CacheControl!.ToString().ShouldBe("no-cache");
        Header(answer, "X-Content-Type-Options").ShouldBe("nosniff");
        Header(answer, "Referrer-Policy").ShouldBe("no-referrer");
        var policy = Header(answer, "Content-Security-Policy").Split("; ");
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("script-src 'self'");
        policy.ShouldContain("connect-src 'self'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain(directive => directive.Contains("unsafe", StringComparison.Ordinal) || directive.Contains('*'));
    }

    [Fact]
    public async Task Files_SayWhatTheyAre()
    {
        var server = servers.Development;

        (await server.GetAsync("/", string.Empty)).MediaType.ShouldBe("text/html");
        (await server.GetAsync("/console/app.js", string.Empty)).MediaType.ShouldBe("text/javascript");
        (await server.GetAsync("/console/css/base.css", string.Empty)).MediaType.ShouldBe("text/css");
        (await server.GetAsync("/console/favicon.svg", string.Empty)).MediaType.ShouldBe("image/svg+xml");
    }

    [Fact]
    public async Task Info_TellsHowToSignIn()
    {
        await using var production = await ApiServer.StartAsync(("Console:Enabled", "true"));

        var info = (await servers.Development.GetAsync("/console.json", string.Empty)).Json;
        info["auth_mode"]!.GetValue<string>().ShouldBe("development");
        info["instance_id"]!.GetValue<string>().ShouldBe("gw-1");
        info["version"]!.GetValue<string>().ShouldMatch(@"^\d+\.\d+\.\d+");
        (await production.GetAsync("/console.json", string.Empty)).Json["auth_mode"]!.GetValue<string>().ShouldBe("jwt");
    }

    [Fact]
    public async Task KnownContent_IsNotSentAgain()
    {
        using var http = new HttpClient { BaseAddress = servers.Development.Addresses[0] };
        using var first = await http.GetAsync("/console/app.js");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/console/app.js");
        request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(first.Headers.ETag!.Tag));

        using var second = await http.SendAsync(request);

        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await second.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Head_HasTheHeadersAlone(string path)
    {
        var server = servers.Development;

        var answer = await server.SendAsync(HttpMethod.Head, path, string.Empty, null, []);

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Text.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task OutsideDevelopment_IsAsUnknownAsAnyPath(string path)
    {
        (await servers.Production.GetAsync(path, string.Empty)).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
        (await servers.Off.GetAsync(path, string.Empty)).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData("/console")]
    [InlineData("/console/")]
    [InlineData("/console/index.html")]
    [InlineData("/console/nothing.js")]
    [InlineData("/console/client/realtime.d.ts")]
    [InlineData("/console/..%2f..%2fappsettings.json")]
    [InlineData("/console/..%5c..%5cappsettings.json")]
    [InlineData("/console/css/%2e%2e/%2e%2e/appsettings.json")]
    [InlineData("/index.html")]
    public async Task OtherPaths_AreNotThere(string path)
    {
        (await servers.Development.GetAsync(path, string.Empty)).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
        (await servers.FromFolder.GetAsync(path, string.Empty)).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Page_StandsInNothingsWay()
    {
        var server = servers.Development;

        foreach (var path in new[] { "/health", "/ready", "/stats", "/metrics", "/openapi/v1.json" })
        {
            (await server.GetAsync(path, string.Empty)).Status.ShouldBe(HttpStatusCode.OK, path);
        }

        (await server.GetAsync("/api/v1/events")).ShouldBeProblem(HttpStatusCode.MethodNotAllowed, "bad_request");
        (await server.GetAsync("/api/v1/nothing")).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
        (await server.GetAsync("/openapi/v1.json", string.Empty)).Text.ShouldNotContain("/console");
    }

    [Fact]
    public async Task AdminUrls_DoNotMoveIt()
    {
        await using var server = await ApiServer.StartAsync(Development, ("Admin:Urls", "http://127.0.0.1:0"));

        (await server.GetAsync("/", string.Empty, server.Addresses[0])).Status.ShouldBe(HttpStatusCode.OK);
        (await server.GetAsync("/", string.Empty, server.Addresses[1])).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Folder_IsServedInPlaceOfTheBuiltInPage_AsItIsNow()
    {
        var (server, folder) = (servers.FromFolder, servers.Folder);
        (await server.GetAsync("/", string.Empty)).Text.ShouldBe("<p>first");
        (await server.GetAsync("/console/app.js", string.Empty)).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");

        File.WriteAllText(Path.Combine(folder, "index.html"), "<p>second");

        (await server.GetAsync("/", string.Empty)).Text.ShouldBe("<p>second");
    }

    [Fact]
    public void Folder_WithoutAPage_IsAFault()
    {
        var result = new ConsoleOptionsValidator().Validate(null, new ConsoleOptions { Folder = AppContext.BaseDirectory });

        result.Failures!.ShouldHaveSingleItem().ShouldContain("Console:Folder");
        new ConsoleOptionsValidator().Validate(null, new ConsoleOptions()).Succeeded.ShouldBeTrue();
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).ShouldHaveSingleItem();

    /// <summary>One server for each way to configure the page, and a folder with a page, beside which lies what must not be read.</summary>
    public sealed class Servers : IAsyncLifetime
    {
        private readonly string _root = Directory.CreateTempSubdirectory("console-page-").FullName;

        internal string Folder => Path.Combine(_root, "wwwroot");

        internal ApiServer Development { get; private set; } = null!;

        internal ApiServer Production { get; private set; } = null!;

        internal ApiServer Off { get; private set; } = null!;

        internal ApiServer FromFolder { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllText(Path.Combine(Folder, "index.html"), "<p>first");
            File.WriteAllText(Path.Combine(_root, "appsettings.json"), "{}");
            Development = await ApiServer.StartAsync(ConsolePageTests.Development);
            Production = await ApiServer.StartAsync();
            Off = await ApiServer.StartAsync(ConsolePageTests.Development, ("Console:Enabled", "false"));
            FromFolder = await ApiServer.StartAsync(ConsolePageTests.Development, ("Console:Folder", Folder));
        }

        public async Task DisposeAsync()
        {
            foreach (var server in new[] { Development, Production, Off, FromFolder })
            {
                await server.DisposeAsync();
            }

            Directory.Delete(_root, recursive: true);
        }
    }
}
