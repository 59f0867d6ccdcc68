using Orleans.Hosting;
using Orleans.Realtime.Gateway.Web.ConsolePage;
using Orleans.Realtime.Gateway.Web.Hosting;

return await GatewayProgram.RunAsync(
    () =>
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.UseOrleansClient(client => client.UseRealtimeCluster());
        builder.AddRealtimeGateway();
        var app = builder.Build();
        app.MapRealtimeGateway();
        return app;
    },
    app => $"Orleans.Realtime gateway listens on {string.Join(", ", app.Urls)}" + (app.FindConsole() is { } console ? $"{Environment.NewLine}Console: {console}" : string.Empty));
