namespace Orleans.Realtime.Gateway.Web.Tests.Endpoints;

/// <summary>One server for the tests of a class that change nothing which others see.</summary>
public sealed class ApiServerFixture : IAsyncLifetime
{
    internal ApiServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await ApiServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
