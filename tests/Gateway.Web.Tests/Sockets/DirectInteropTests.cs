namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

/// <inheritdoc />
public sealed class DirectInteropTests() : KestrelInteropTests(direct: true);
