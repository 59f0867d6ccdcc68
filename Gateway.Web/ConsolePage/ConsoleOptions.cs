namespace Orleans.Realtime.Gateway.Web.ConsolePage;

/// <summary>The console page at <c>/</c> of the public listeners. Section <c>Console</c>.</summary>
internal sealed class ConsoleOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Console";

    /// <summary>Whether the page is served. Default: with <c>Auth:Mode=Development</c> it is, otherwise not; <c>/</c> is then as unknown as any other path.</summary>
    public bool? Enabled { get; set; }

    /// <summary>
    /// Serves the page from this folder, which holds an <c>index.html</c>, and not the copy that is built in: for those who change it. Files are read
    /// anew for each request, new ones are found at the next start. Default none.
    /// </summary>
    public string? Folder { get; set; }
}
