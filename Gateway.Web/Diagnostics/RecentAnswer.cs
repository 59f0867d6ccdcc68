namespace Orleans.Realtime.Gateway.Web.Diagnostics;

/// <summary>What a grain answered of late.</summary>
/// <param name="Found">Whether there is an answer.</param>
/// <param name="IsNone">Whether the grain said that there is no such thing.</param>
/// <param name="Value">The answer.</param>
internal readonly record struct RecentAnswer<T>(bool Found, bool IsNone, T? Value);
