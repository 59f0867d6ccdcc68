namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>Finds the token of a request. Browsers cannot set headers on a WebSocket, so the query is a place too.</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>The token of <c>Authorization: Bearer</c>, else of <c>?token=</c>, else <see langword="null"/>.</summary>
    public static string? Find(HttpRequest request)
    {
        foreach (string? header in request.Headers.Authorization)
        {
            if (header is not null && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            {
                return header[Scheme.Length..].Trim();
            }
        }

        return request.Query["token"] is { Count: > 0 } values ? values[0] : null;
    }
}
