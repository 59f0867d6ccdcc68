namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Endpoint metadata: which listeners serve it once <c>Admin:Urls</c> gives the administrator one of his own. Without it: the public ones alone.</summary>
internal enum ListenerScope
{
    /// <summary>The public listeners.</summary>
    Public,

    /// <summary>The administrator's listeners.</summary>
    Admin,

    /// <summary>All.</summary>
    Every,
}
