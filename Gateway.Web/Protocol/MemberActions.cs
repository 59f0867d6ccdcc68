namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>What a <c>member</c> frame says happened to the user that it names, and what <c>Message.Type</c> holds in a member entry.</summary>
internal static class MemberActions
{
    /// <summary>The user became a member.</summary>
    public const string Added = "added";

    /// <summary>The user is no member any more.</summary>
    public const string Removed = "removed";
}
