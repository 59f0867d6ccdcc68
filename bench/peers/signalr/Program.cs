using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Orleans.Realtime.Peers.SignalR;
using Orleans.Realtime.Peers.SignalR.Backplane;

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.UseUrls("http://127.0.0.1:0");

// The generator answers pings, but sends none of its own.
var signalR = builder.Services.AddSignalR(options => options.ClientTimeoutInterval = TimeSpan.FromMinutes(10));

// With the address of a Redis as its argument, several servers share their rooms through it.
if (args is [var redis])
{
    RedisBackplane.Add(signalR, redis);
}

var app = builder.Build();
app.MapHub<RoomHub>("/hub");
await app.StartAsync();
var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
Console.WriteLine("listening " + new Uri(addresses.First()).Authority);
await app.WaitForShutdownAsync();
