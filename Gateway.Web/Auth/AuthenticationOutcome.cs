namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>The result of checking credentials.</summary>
/// <param name="Principal">Who it is; <see langword="null"/> when the credentials are missing or refused.</param>
/// <param name="Failure">Why, in words that may be shown to the caller; they never repeat the token.</param>
internal readonly record struct AuthenticationOutcome(RealtimePrincipal? Principal, string? Failure);
