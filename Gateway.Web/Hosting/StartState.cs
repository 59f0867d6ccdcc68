namespace Orleans.Realtime.Gateway.Web.Hosting;

/// <summary>
/// Whether the start is over. Until then the host and Kestrel keep to themselves why it failed: the program says it once, in
/// plain words, and not a second time as an error with a stack.
/// </summary>
internal sealed class StartState
{
    private static readonly string[] Talkers = ["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel"];

    /// <summary>True once the application serves.</summary>
    public bool Started { get; set; }

    /// <summary>Holds back what is said twice.</summary>
    public void Quieten(ILoggingBuilder logging)
    {
        foreach (var category in Talkers)
        {
            logging.AddFilter(category, level => Started && level >= LogLevel.Warning);
        }
    }
}
