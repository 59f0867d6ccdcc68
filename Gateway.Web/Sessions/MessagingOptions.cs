namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>Who may send to whom. Section <c>Messaging</c>.</summary>
internal sealed class MessagingOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Messaging";

    /// <summary>Whether any user may send into another user's inbox, or services only. Default false: services only.</summary>
    public bool AllowUserToUser { get; set; }
}
