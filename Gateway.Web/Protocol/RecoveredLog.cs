using Orleans.Realtime.Grains.Interfaces;

namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>How one log was recovered for a <c>resume</c> frame.</summary>
/// <param name="Key">The room, the group or the other user; <see langword="null"/> for the inbox.</param>
/// <param name="Count">Messages that follow.</param>
/// <param name="LastSeq">The log's newest position at that moment.</param>
/// <param name="Epoch">The log's epoch; <see langword="null"/> when the log could not be read.</param>
/// <param name="Error">Why it could not be recovered, or none.</param>
/// <param name="Complete">False when a <c>gap</c> comes first.</param>
internal readonly record struct RecoveredLog(string? Key, long Count, long LastSeq, string? Epoch, RealtimeErrorCode Error = RealtimeErrorCode.None, bool Complete = true);
