using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Auth;

namespace Orleans.Realtime.Gateway.Web.Tests.Auth;

public sealed class DevelopmentModeGuardTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080", true)]
    [InlineData("http://127.0.0.2", true)]
    [InlineData("http://localhost:0", true)]
    [InlineData("https://LOCALHOST:8443", true)]
    [InlineData("http://[::1]:8080", true)]
    [InlineData("http://unix:/run/realtime.sock", true)]
    [InlineData("http://0.0.0.0:8080", false)]
    [InlineData("http://[::]:8080", false)]
    [InlineData("http://*:8080", false)]
    [InlineData("http://+:8080", false)]
    [InlineData("http://192.0.2.1:8080", false)]
    [InlineData("http://example.com", false)]
    [InlineData("http://localhost.example.com", false)]
    [InlineData("nonsense", false)]
    public void Address_OfThisMachineOnly_IsKnown(string address, bool loopback) => LoopbackAddress.Is(address).ShouldBe(loopback);

    [Theory]
    [InlineData("urls", "http://127.0.0.1:8080;http://0.0.0.0:8081")]
    [InlineData("http_ports", "8080")]
    [InlineData("https_ports", "8443")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://*:80")]
    public async Task Start_OnAnAddressThatOthersReach_IsRefused(string key, string value)
    {
        OptionsValidationException refusal = await Should.ThrowAsync<OptionsValidationException>(() => Guard(new AuthOptions { Mode = AuthMode.Development }, key, value).StartingAsync(default));

        refusal.Message.ShouldContain("Auth:AllowDevelopmentOnAnyAddress");
    }

    [Theory]
    [InlineData("urls", "http://127.0.0.1:8080; http://[::1]:8080")]
    [InlineData("urls", "")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://localhost:80")]
    public async Task Start_OnLoopback_GoesOn(string key, string value) =>
        await Guard(new AuthOptions { Mode = AuthMode.Development }, key, value).StartingAsync(default);

    [Fact]
    public async Task Start_WhereItIsAllowed_GoesOn() =>
        await Guard(new AuthOptions { Mode = AuthMode.Development, AllowDevelopmentOnAnyAddress = true }, "urls", "http://*:80").StartingAsync(default);

    [Fact]
    public async Task Start_WithTokens_MayListenAnywhere() => await Guard(new AuthOptions { Mode = AuthMode.Jwt }, "urls", "http://*:80").StartingAsync(default);

    [Fact]
    public void Bound_AddressesAreCheckedToo() =>
        Should.Throw<OptionsValidationException>(() => Guard(new AuthOptions { Mode = AuthMode.Development }, "urls", "").Check(["http://[::]:5000"]));

    private static DevelopmentModeGuard Guard(AuthOptions options, string key, string value) => new(
        Options.Create(options),
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(key, (string?)value)]).Build(),
        new ServiceCollection().BuildServiceProvider(),
        NullLogger<DevelopmentModeGuard>.Instance);
}
