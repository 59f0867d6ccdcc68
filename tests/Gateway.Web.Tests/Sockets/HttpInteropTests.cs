namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

/// <inheritdoc />
public sealed class HttpInteropTests() : KestrelInteropTests(direct: false);
