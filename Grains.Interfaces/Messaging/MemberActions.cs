namespace Orleans.Realtime.Grains.Interfaces.Messaging;

/// <summary>What became of a member: the <see cref="Messaging.Message.Type"/> of an entry of kind <see cref="MessageKind.Member"/>, and the <c>action</c> of its frame.</summary>
public static class MemberActions
{
    /// <summary>The user is a member from this entry on.</summary>
    public const string Added = "added";

    /// <summary>The user is none any more.</summary>
    public const string Removed = "removed";
}
