using System.Collections.Frozen;

namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>
/// The close codes of this service: part of the contract with clients (docs/protocol.md), never renumbered.
/// 1000 to 1015 are RFC 6455 section 7.4.1 and the IANA registry; 4000 to 4999 are private use, here 4000 + an HTTP status.
/// </summary>
internal static class CloseCodes
{
    public const int Normal = 1000;
    public const int GoingAway = 1001;
    public const int ProtocolError = 1002;
    public const int UnsupportedData = 1003;

    /// <summary>Never on the wire: the peer's close frame had no code.</summary>
    public const int NoStatus = 1005;

    /// <summary>Never on the wire: the connection ended without a close frame.</summary>
    public const int Abnormal = 1006;

    public const int InvalidPayload = 1007;
    public const int PolicyViolation = 1008;
    public const int MessageTooBig = 1009;
    public const int InternalError = 1011;
    public const int ServiceRestart = 1012;
    public const int TryAgainLater = 1013;
    public const int Unauthorized = 4401;
    public const int NotYourSession = 4403;
    public const int Silent = 4408;
    public const int SessionTakenOver = 4409;
    public const int RateLimited = 4429;
    public const int SlowConsumer = 4430;

    /// <summary>Every code that this service sends, in ascending order.</summary>
    public static readonly IReadOnlyList<CloseCode> All =
    [
        new(Normal, "normal", "The work is done.", CloseAdvice.Stop),
        new(GoingAway, "going away", "This gateway shuts down.", CloseAdvice.Resume),
        new(ProtocolError, "protocol error", "A frame broke RFC 6455 or RFC 7692.", CloseAdvice.Stop),
        new(UnsupportedData, "unsupported data", "A binary message came where only text is taken.", CloseAdvice.Stop),
        new(InvalidPayload, "invalid payload", "A text message was not UTF-8, or its compressed data is corrupt.", CloseAdvice.Stop),
        new(PolicyViolation, "policy violation", "Repeated malformed frames, or closed by an operator.", CloseAdvice.Stop),
        new(MessageTooBig, "message too big", "A message is over the size limit.", CloseAdvice.Stop),
        new(InternalError, "internal error", "A fault on our side; nothing acknowledged is lost.", CloseAdvice.Resume),
        new(ServiceRestart, "service restart", "This gateway restarts: resume elsewhere.", CloseAdvice.Resume),
        new(TryAgainLater, "try again later", "The cluster or its storage is out of reach; nothing acknowledged is lost.", CloseAdvice.Resume),
        new(Unauthorized, "unauthorized", "No credentials, or they ran out.", CloseAdvice.Authenticate),
        new(NotYourSession, "not your session", "The session id belongs to another user.", CloseAdvice.Stop),
        new(Silent, "silent", "Nothing was heard from the client for the idle time-out.", CloseAdvice.Resume),
        new(SessionTakenOver, "session taken over", "A newer socket goes on with this session.", CloseAdvice.Stop),
        new(RateLimited, "rate limited", "The client kept sending over its rate.", CloseAdvice.Resume),
        new(SlowConsumer, "slow consumer", "The client did not read fast enough; what it missed follows on resume.", CloseAdvice.Resume),
    ];

    private static readonly FrozenDictionary<int, CloseCode> ByCode = All.ToFrozenDictionary(row => row.Code);

    /// <summary>The table's row for a code, or null for a code that is not ours.</summary>
    public static CloseCode? Find(int code) => ByCode.GetValueOrDefault(code);

    /// <summary>
    /// Whether a peer may send this code in a close frame: RFC 6455 section 7.4 and the IANA registry. 1004, 1005, 1006 and 1015
    /// are reserved and never sent; 1016 to 2999 are unassigned; 3000 to 4999 are free for libraries and applications.
    /// </summary>
    public static bool MayBeReceived(int code) =>
        code is (>= 1000 and <= 1014 and not (1004 or NoStatus or Abnormal)) or (>= 3000 and <= 4999);
}
