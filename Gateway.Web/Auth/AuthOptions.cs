namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>Who may connect and call: section <c>Auth</c>.</summary>
internal sealed class AuthOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Auth";

    /// <summary>How callers prove who they are. Default <see cref="AuthMode.Jwt"/>, which needs a key; the other is <see cref="AuthMode.Development"/>, with which the embedded server starts.</summary>
    public AuthMode Mode { get; set; } = AuthMode.Jwt;

    /// <summary>Lets <see cref="AuthMode.Development"/> listen on addresses that other machines reach: anyone there may be any user and any service. Default false.</summary>
    public bool AllowDevelopmentOnAnyAddress { get; set; }

    /// <summary>How tokens are checked. In <see cref="AuthMode.Development"/> tokens are taken too when a key is configured here.</summary>
    public JwtOptions Jwt { get; set; } = new();
}
