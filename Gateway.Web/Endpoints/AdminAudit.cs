namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Writes down which administrator did what. Never what a message says.</summary>
internal sealed partial class AdminAudit(ILogger<AdminAudit> logger)
{
    private readonly ILogger _logger = logger;
}
