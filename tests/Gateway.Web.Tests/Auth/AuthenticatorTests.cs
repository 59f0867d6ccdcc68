using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Realtime.Gateway.Web.Auth;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Gateway.Web.Tests.Auth;

public sealed class AuthenticatorTests
{
    private static readonly (string Key, string Value) Development = ("Auth:Mode", "Development");
    private static readonly (string Key, string Value) Secret = ("Auth:Jwt:Secret", TokenFactory.Secret);

    [Fact]
    public async Task Jwt_TakesTheHeaderAndTheQuery()
    {
        string token = TokenFactory.Create(TokenFactory.HS256);

        (await AuthenticateAsync(Request("", "Bearer " + token), Secret)).Principal!.UserId.ShouldBe("u1");
        (await AuthenticateAsync(Request("", "bearer " + token), Secret)).Principal!.UserId.ShouldBe("u1");
        (await AuthenticateAsync(Request("?token=" + token), Secret)).Principal!.UserId.ShouldBe("u1");
        (await AuthenticateAsync(Request("?token=" + token, "Basic eDp5"), Secret)).Principal!.UserId.ShouldBe("u1");
    }

    [Fact]
    public async Task Jwt_PrefersTheHeader() =>
        (await AuthenticateAsync(Request("?token=" + TokenFactory.Create(TokenFactory.HS256), "Bearer x"), Secret)).Principal.ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("?token=")]
    [InlineData("?user_id=u1&role=service")]
    public async Task Jwt_WithoutAToken_SaysSo(string query) =>
        (await AuthenticateAsync(Request(query), Secret)).Failure.ShouldNotBeNull().ShouldStartWith("credentials are missing");

    [Fact]
    public async Task Failure_NeverRepeatsTheToken()
    {
        AuthenticationOutcome outcome = await AuthenticateAsync(Request("?token=my-broken-token"), Secret);

        outcome.Failure.ShouldNotBeNull().ShouldNotContain("my-broken-token");
    }

    [Theory]
    [InlineData("?user_id=u1", false, false)]
    [InlineData("?user_id=u1&role=service", true, false)]
    [InlineData("?user_id=u1&role=admin&role=service", true, true)]
    [InlineData("?user_id=u1&role=other", false, false)]
    public async Task Development_TakesWhoeverTheQuerySays(string query, bool service, bool admin) =>
        (await AuthenticateAsync(Request(query), Development)).Principal.ShouldBe(new RealtimePrincipal("u1", service, admin, ExpiresAt: null));

    [Theory]
    [InlineData("")]
    [InlineData("?user_id=")]
    [InlineData("?user_id=a&user_id=b")]
    [InlineData("?user_id=a%00b")]
    public async Task Development_WithoutAUserId_IsRefused(string query) => (await AuthenticateAsync(Request(query), Development)).Failure.ShouldNotBeNull();

    [Fact]
    public async Task Development_WithATokenButNoKey_SaysWhatIsMissing() =>
        (await AuthenticateAsync(Request("?user_id=u1&token=x.y.z"), Development)).Failure.ShouldNotBeNull().ShouldContain("no key is configured");

    [Fact]
    public async Task Development_WithAKey_ChecksTokens()
    {
        (await AuthenticateAsync(Request("?token=" + TokenFactory.Create(TokenFactory.HS256)), Development, Secret)).Principal!.ExpiresAt.ShouldNotBeNull();
        (await AuthenticateAsync(Request("?token=x.y.z&user_id=u1"), Development, Secret)).Principal.ShouldBeNull();
    }

    [Fact]
    public async Task Development_OverAnAddressThatOthersReach_IsRefusedUnlessAllowed()
    {
        HttpContext request = Request("?user_id=u1");
        request.Connection.LocalIpAddress = IPAddress.Parse("192.0.2.1");

        (await AuthenticateAsync(request, Development)).Principal.ShouldBeNull();
        (await AuthenticateAsync(request, Development, ("Auth:AllowDevelopmentOnAnyAddress", "true"))).Principal.ShouldNotBeNull();

        request.Connection.LocalIpAddress = IPAddress.IPv6Loopback;
        (await AuthenticateAsync(request, Development)).Principal.ShouldNotBeNull();
    }

    private static DefaultHttpContext Request(string query, string? authorization = null)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString(query.Length == 0 ? null : query);
        context.Request.Headers.Authorization = authorization;
        return context;
    }

    private static async Task<AuthenticationOutcome> AuthenticateAsync(HttpContext context, params (string Key, string Value)[] settings)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();
        await using ServiceProvider services = new ServiceCollection()
            .AddSingleton(configuration)
            .AddSingleton<TimeProvider>(new FakeTimeProvider(TokenFactory.Now))
            .AddGatewayAuth()
            .BuildServiceProvider();
        return await services.GetRequiredService<IAuthenticator>().AuthenticateAsync(context);
    }
}
