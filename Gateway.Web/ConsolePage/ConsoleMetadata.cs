namespace Orleans.Realtime.Gateway.Web.ConsolePage;

/// <summary>Endpoint metadata: a part of the console page.</summary>
internal sealed class ConsoleMetadata;
