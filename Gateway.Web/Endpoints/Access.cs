namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Who may call an endpoint; as endpoint metadata it reaches the API description too.</summary>
internal enum Access
{
    /// <summary>Anyone who reaches the listener.</summary>
    Anyone,

    /// <summary>Any user with valid credentials.</summary>
    User,

    /// <summary>Role <c>service</c>.</summary>
    Service,

    /// <summary>Role <c>admin</c>.</summary>
    Admin,

    /// <summary>Role <c>service</c> or <c>admin</c>.</summary>
    Operator,

    /// <summary>Role <c>service</c> or <c>admin</c>, and users where <c>Streams:AllowUsers</c> is set.</summary>
    Streams,
}
