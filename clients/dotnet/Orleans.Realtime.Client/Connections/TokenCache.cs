using System.Buffers.Text;
using System.Text.Json;
using Orleans.Realtime.Client.Protocol;

namespace Orleans.Realtime.Client.Connections;

/// <summary>Holds the token that is in use, and knows when it runs out.</summary>
internal sealed class TokenCache(ClientContext context)
{
    private string? _token;
    private Task<string>? _asked;

    /// <summary>Whether a rejected token can be replaced by a better one.</summary>
    public bool IsRenewable => context.Options.TokenProvider is not null;

    /// <summary>When the token runs out; null where it does not say.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>What the next <see cref="GetAsync"/> gives must be a fresh one.</summary>
    public void Reject() => _token = null;

    /// <summary>The token in use while it lasts, or a fresh one.</summary>
    public async ValueTask<string?> GetAsync(bool isExpiring, CancellationToken cancellationToken)
    {
        if (context.Options.TokenProvider is not { } provider)
        {
            return context.Options.Token;
        }

        Task<string> asked;
        lock (context.Gate)
        {
            if (_token is not null && !isExpiring && !(ExpiresAt <= context.Time.GetUtcNow()))
            {
                return _token;
            }

            // One question at a time, whoever asks.
            asked = _asked is { IsCompleted: false } ? _asked : _asked = Task.Run(async () => await provider(cancellationToken).ConfigureAwait(false), cancellationToken);
        }

        var token = await asked.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (context.Gate)
        {
            (_token, ExpiresAt) = (token, ExpiryOf(token));
        }

        return token;
    }

    /// <summary>The claim <c>exp</c> of a JWT. Unverified: it only says when to ask for the next.</summary>
    internal static DateTimeOffset? ExpiryOf(string token)
    {
        try
        {
            var parts = token.Split('.');
            return parts.Length < 2 || JsonPayload.FromUtf8(Base64Url.DecodeFromChars(parts[1])).ToElement().Number("exp") is not { } seconds
                ? null
                : DateTimeOffset.FromUnixTimeSeconds(seconds);
        }
        catch (Exception exception) when (exception is FormatException or JsonException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
