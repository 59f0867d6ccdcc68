using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Connections;
using Orleans.Realtime.Grains.Delivery;
using Orleans.Realtime.Grains.Gateways;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.Grains.Messaging;
using Orleans.Realtime.Grains.Rooms;
using Orleans.Realtime.Grains.Tests.Support;
using Orleans.Realtime.Grains.Users;

namespace Orleans.Realtime.Grains.Tests.Hosting;

public sealed class OptionsValidatorsTests
{
    private static string[] Faults<TOptions>(IValidateOptions<TOptions> validator, TOptions options)
        where TOptions : class => [.. (validator.Validate(null, options).Failures ?? []).Select(fault => fault[..fault.IndexOf(' ', StringComparison.Ordinal)])];

    [Fact]
    public void Defaults_AreValid()
    {
        Faults(new DeliveryOptionsValidator(), new()).ShouldBeEmpty();
        Faults(new RoomOptionsValidator(), new()).ShouldBeEmpty();
        Faults(new InboxOptionsValidator(), new()).ShouldBeEmpty();
        Faults(new UserOptionsValidator(), new()).ShouldBeEmpty();
        Faults(new SessionOptionsValidator(), new()).ShouldBeEmpty();
        Faults(new GatewayLeaseOptionsValidator(), new()).ShouldBeEmpty();
        Faults(new MessageOptionsValidator(), new()).ShouldBeEmpty();
        Faults(new SiloAddressOptionsValidator(), new()).ShouldBeEmpty();
        Faults(new HealthOptionsValidator(), new()).ShouldBeEmpty();
    }

    [Fact]
    public void Validators_NameEveryFault()
    {
        Faults(new DeliveryOptionsValidator(), new() { MaxBatchMessages = 0, MaxBatchBytes = 1, MaxLiveMessages = 0, RetryDelay = TimeSpan.Zero, MaxRetryDelay = TimeSpan.FromHours(1) })
            .ShouldBe(["Delivery:MaxBatchMessages", "Delivery:MaxBatchBytes", "Delivery:MaxLiveMessages", "Delivery:RetryDelay", "Delivery:MaxRetryDelay"]);
        Faults(new RoomOptionsValidator(), new() { MaxMessages = 0, MaxAge = TimeSpan.Zero, IdleTtl = TimeSpan.MaxValue })
            .ShouldBe(["Rooms:MaxMessages", "Rooms:MaxAge", "Rooms:IdleTtl"]);
        Faults(new InboxOptionsValidator(), new() { MaxMessages = 10_001, MaxMessagesOnline = 5, MaxAge = TimeSpan.Zero, IdleTtl = TimeSpan.MaxValue })
            .ShouldBe(["Inbox:MaxMessages", "Inbox:MaxMessagesOnline", "Inbox:MaxAge", "Inbox:IdleTtl"]);
        Faults(new UserOptionsValidator(), new() { MaxConnectionsPerUser = -1 }).ShouldBe(["Users:MaxConnectionsPerUser"]);
        Faults(new SessionOptionsValidator(), new() { ResumeWindow = TimeSpan.Zero, MaxSubscriptions = 0 })
            .ShouldBe(["Sessions:ResumeWindow", "Sessions:MaxSubscriptions"]);
        Faults(new GatewayLeaseOptionsValidator(), new() { LeaseDuration = TimeSpan.Zero }).ShouldBe(["Gateways:LeaseDuration"]);
        Faults(new MessageOptionsValidator(), new() { MaxBytes = 0, MaxPerCall = 0 }).ShouldBe(["Messages:MaxBytes", "Messages:MaxPerCall"]);
    }

    [Fact]
    public void SiloAddress_NamesEveryFault()
    {
        Faults(new SiloAddressOptionsValidator(), new() { SiloPort = 0, GatewayPort = 65_536, AdvertisedAddress = "silo-1" })
            .ShouldBe(["Cluster:SiloPort", "Cluster:GatewayPort", "Cluster:AdvertisedAddress"]);
        Faults(new SiloAddressOptionsValidator(), new() { GatewayPort = 11_111, AdvertisedAddress = "0.0.0.0" })
            .ShouldBe(["Cluster:GatewayPort", "Cluster:AdvertisedAddress"]);
        Faults(new SiloAddressOptionsValidator(), new() { AdvertisedAddress = "10.1.2.3" }).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http://*:8081")]
    [InlineData("http://127.0.0.1:8081;http://[::1]:8082")]
    public void HealthUrls_ThatAListenerTakes_AreValid(string urls) => Faults(new HealthOptionsValidator(), new() { Urls = urls }).ShouldBeEmpty();

    [Theory]
    [InlineData("https://*:8081")]
    [InlineData("8081")]
    [InlineData("http://*:8081/health")]
    public void HealthUrls_ThatNoListenerTakes_AreFaults(string urls) => Faults(new HealthOptionsValidator(), new() { Urls = urls }).ShouldBe(["Health:Urls"]);

    [Fact]
    public async Task ASilo_WithABadSetting_DoesNotStart()
    {
        var fault = await Should.ThrowAsync<OptionsValidationException>(() => TestSilos.StartAsync("Delivery:MaxBatchMessages=0", "Delivery:MaxBatchBytes=0"));
        fault.Failures.Count().ShouldBe(2);
    }
}
