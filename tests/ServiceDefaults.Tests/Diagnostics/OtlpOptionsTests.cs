using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Realtime.ServiceDefaults.Diagnostics;

namespace Orleans.Realtime.ServiceDefaults.Tests.Diagnostics;

public sealed class OtlpOptionsTests
{
    [Theory]
    [InlineData("http://localhost:4317")]
    [InlineData("https://collector.example:4318/otlp")]
    public void Address_IsTaken(string address) => Read(("Otlp:Endpoint", address)).Endpoint.ShouldBe(address);

    [Theory]
    [InlineData("Otlp:Endpoint", "localhost:4317")]
    [InlineData("Otlp:Endpoint", "/otlp")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "nowhere")]
    [InlineData("Otlp:TraceRatio", "1.5")]
    [InlineData("Otlp:Protocol", "7")]
    public void Fault_IsNamed(string key, string value)
    {
        var fault = Should.Throw<OptionsValidationException>(() => Read((key, value)));

        fault.Failures.ShouldHaveSingleItem().ShouldStartWith("Otlp:");
    }

    [Fact]
    public void StandardVariable_StandsInForTheOption()
    {
        Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://a")).Endpoint.ShouldBe("http://a");
        Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://a"), ("Otlp:Endpoint", "http://b")).Endpoint.ShouldBe("http://b");
        Read().Endpoint.ShouldBeNull();
    }

    private static OtlpOptions Read(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        using var provider = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddOtlpExport().BuildServiceProvider();
        return provider.GetRequiredService<IOptions<OtlpOptions>>().Value;
    }
}
