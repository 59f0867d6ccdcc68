using Orleans.Realtime.Embedded;
using Orleans.Realtime.Gateway.Web.Hosting;

return await GatewayProgram.RunAsync(() => EmbeddedServer.Build(args), StartMessage.Write);
