namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>What the console page asks before anybody has signed in.</summary>
/// <param name="AuthMode">How callers prove who they are: <c>development</c> or <c>jwt</c>.</param>
/// <param name="Version">The version of the gateway.</param>
/// <param name="InstanceId">The gateway that serves the page.</param>
internal sealed record ConsoleInfo(string AuthMode, string Version, string InstanceId);
