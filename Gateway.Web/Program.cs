using Orleans.Hosting;
using Orleans.Realtime.Gateway.Web.Hosting;

return await GatewayProgram.RunAsync(
    () =>
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.UseOrleansClient(client => client.UseLocalhostClustering());
        builder.AddRealtimeGateway();
        var app = builder.Build();
        app.MapRealtimeGateway();
        return app;
    },
    addresses => $"Orleans.Realtime gateway listens on {string.Join(", ", addresses)}");
