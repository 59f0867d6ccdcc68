namespace Orleans.Realtime.Grains.Log;

/// <summary>One message of the flush under way, and whom to tell.</summary>
/// <param name="Request">The call it came with.</param>
/// <param name="Index">Its place among the call's messages.</param>
/// <param name="Entry">The batch's entry it became, or repeats.</param>
/// <param name="Duplicate">Whether it repeats an entry of the same batch.</param>
internal readonly record struct AppendSlot(AppendRequest Request, int Index, int Entry, bool Duplicate);
