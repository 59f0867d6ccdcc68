using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Orleans.Realtime.ServiceDefaults.Cluster;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.ServiceDefaults.Tests.Cluster;

public sealed class ClusterIdentityOptionsTests
{
    [Fact]
    public void Defaults_AreValid()
    {
        Read<ClusterIdentityOptions, ClusterIdentityOptionsValidator>(ClusterIdentityOptions.Section).ClusterId.ShouldBe("realtime");
        Read<FailureDetectionOptions, FailureDetectionOptionsValidator>(FailureDetectionOptions.Section).FailureDetection.ShouldBe(TimeSpan.FromSeconds(2));
        Read<CallOptions, CallOptionsValidator>(CallOptions.Section).ResponseTimeout.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Read_WithSeveralFaults_NamesEach() =>
        Should.Throw<OptionsValidationException>(() => Read<ClusterIdentityOptions, ClusterIdentityOptionsValidator>(
                ClusterIdentityOptions.Section, ("Cluster:ClusterId", new string('a', 65)), ("Cluster:ServiceId", "a b")))
            .Failures.Select(NameOf).ShouldBe(["Cluster:ClusterId", "Cluster:ServiceId"]);

    [Fact]
    public void Read_WithValuesOutOfRange_NamesThem() =>
        Should.Throw<OptionsValidationException>(() => Read<CallOptions, CallOptionsValidator>(
                CallOptions.Section, ("Calls:ResponseTimeout", "00:02:00"), ("Calls:MaxWaiting", "99")))
            .Failures.Select(NameOf).ShouldBe(["Calls:ResponseTimeout", "Calls:MaxWaiting"]);

    [Theory]
    [InlineData("00:00:00.9")]
    [InlineData("00:00:16")]
    public void Read_WithAFailureDetectionOutOfRange_NamesIt(string time) =>
        Should.Throw<OptionsValidationException>(() => Read<FailureDetectionOptions, FailureDetectionOptionsValidator>(
                FailureDetectionOptions.Section, ("Cluster:FailureDetection", time)))
            .Failures.Select(NameOf).ShouldBe(["Cluster:FailureDetection"]);

    private static string NameOf(string fault) => fault[..fault.IndexOf(' ', StringComparison.Ordinal)];

    private static TOptions Read<TOptions, TValidator>(string section, params (string Key, string Value)[] settings)
        where TOptions : class, new()
        where TValidator : IValidateOptions<TOptions>, new() =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build()
            .GetValidated<TOptions, TValidator>(section);
}
