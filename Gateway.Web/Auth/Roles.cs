namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>The roles that mean something here; every other one is ignored.</summary>
internal static class Roles
{
    /// <summary>May publish anywhere and act for any user.</summary>
    public const string Service = "service";

    /// <summary>May take back anybody's message.</summary>
    public const string Admin = "admin";
}
