using Microsoft.Extensions.Configuration;
using Orleans.Realtime.Gateway.Web.Hosting;

namespace Orleans.Realtime.Gateway.Web.Tests.Hosting;

public sealed class GatewayDefaultsTests
{
    [Theory]
    [InlineData("", "", "http://127.0.0.1:8080")]
    [InlineData("urls", "http://0.0.0.0:80", "http://0.0.0.0:80")]
    [InlineData("http_ports", "8080", null)]
    [InlineData("Kestrel:Endpoints:Public:Url", "http://*:80", null)]
    public void Apply_ListensOnThisMachine_UnlessToldOtherwise(string name, string value, string? expected)
    {
        using var configuration = Apply((name, value));

        configuration["urls"].ShouldBe(expected);
    }

    [Fact]
    public void Apply_PutsTheAdministratorsAddressesLast()
    {
        using var configuration = Apply(("Admin:Urls", "http://127.0.0.1:9090"));

        configuration["urls"].ShouldBe("http://127.0.0.1:8080;http://127.0.0.1:9090");
    }

    [Fact]
    public void Apply_LeavesWhatIsSet()
    {
        using var configuration = Apply(("Logging:LogLevel:Default", "Debug"));

        configuration["Logging:LogLevel:Default"].ShouldBe("Debug");
        configuration["Logging:LogLevel:Orleans.Realtime"].ShouldBe("Information");
    }

    [Theory]
    [InlineData("http://127.0.0.1:9090", null)]
    [InlineData("http://127.0.0.1:0", null)]
    [InlineData("http://127.0.0.1:8080", "public addresses")]
    [InlineData("ftp://127.0.0.1", "no http or https address")]
    [InlineData("nonsense", "no http or https address")]
    public void AdminUrls_AreChecked(string urls, string? fault)
    {
        using var configuration = Apply(("Admin:Urls", urls));

        var result = new AdminOptionsValidator(configuration).Validate(null, new AdminOptions { Urls = urls });

        result.Failed.ShouldBe(fault is not null);
        if (fault is not null)
        {
            result.FailureMessage.ShouldNotBeNull().ShouldContain(fault);
        }
    }

    [Fact]
    public void HttpOptions_NameEveryFault()
    {
        var options = new HttpOptions { KeepAliveTimeout = TimeSpan.Zero, RequestHeadersTimeout = TimeSpan.FromDays(1) };

        var result = new HttpOptionsValidator().Validate(null, options);

        result.Failures!.Count().ShouldBe(2);
        new HttpOptionsValidator().Validate(null, new HttpOptions()).Succeeded.ShouldBeTrue();
    }

    private static ConfigurationManager Apply((string Name, string Value) setting)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(setting.Name.Length == 0 ? [] : [KeyValuePair.Create<string, string?>(setting.Name, setting.Value)]);
        GatewayDefaults.Apply(configuration);
        return configuration;
    }
}
