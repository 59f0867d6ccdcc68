namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>Who may send to whom. Section <c>Messaging</c>.</summary>
internal sealed class MessagingOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Messaging";

    /// <summary>Whether any user may send into another user's inbox, or services only. Default false: services only.</summary>
    public bool AllowUserToUser { get; set; }

    /// <summary>
    /// A connection that types in one conversation is told to others once in this time; frames in between are answered and go no further. Default 1 second, range 0 to 1 minute.
    /// </summary>
    public TimeSpan TypingInterval { get; set; } = TimeSpan.FromSeconds(1);
}
