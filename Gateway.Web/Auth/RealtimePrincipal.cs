namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>Who is calling, as the credentials say.</summary>
/// <param name="UserId">The claim <c>sub</c>.</param>
/// <param name="IsService">Role <c>service</c>: may publish anywhere and act for any user.</param>
/// <param name="IsAdmin">Role <c>admin</c>.</param>
/// <param name="ExpiresAt">When the credentials run out; <see langword="null"/> in Development mode without a token.</param>
internal sealed record RealtimePrincipal(string UserId, bool IsService, bool IsAdmin, DateTimeOffset? ExpiresAt);
