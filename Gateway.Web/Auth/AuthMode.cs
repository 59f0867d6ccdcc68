namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>How callers prove who they are.</summary>
internal enum AuthMode
{
    /// <summary>A signed JSON Web Token.</summary>
    Jwt = 0,

    /// <summary>Whoever they say: <c>?user_id=</c>. For one developer's own machine; loopback addresses only unless told otherwise.</summary>
    Development = 1,
}
