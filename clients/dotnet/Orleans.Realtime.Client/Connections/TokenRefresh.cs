using System.Diagnostics.CodeAnalysis;

namespace Orleans.Realtime.Client.Connections;

/// <summary>Gives the server a fresh token before the old one runs out, for as long as a connection lives.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A source without a timer holds nothing but memory.")]
internal sealed class TokenRefresh
{
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    private readonly ClientContext _context;
    private readonly TokenCache _tokens;
    private readonly IConnectionOwner _owner;
    private readonly Alarm _alarm;
    private CancellationTokenSource? _connection;

    public TokenRefresh(ClientContext context, TokenCache tokens, IConnectionOwner owner)
    {
        (_context, _tokens, _owner) = (context, tokens, owner);
        _alarm = new Alarm(context, () => _ = RefreshAsync(_connection!.Token));
    }

    /// <summary>There is a connection.</summary>
    public void Begin()
    {
        _connection = new CancellationTokenSource();
        Later(Soonest);
    }

    /// <summary>There is none any more.</summary>
    public void End()
    {
        _alarm.Clear();
        _ = _connection?.CancelAsync();
    }

    private void Later(TimeSpan soonest)
    {
        if (_tokens.ExpiresAt is not { } expiresAt)
        {
            return;
        }

        // Of a token that lives shorter than the margin half the life is used.
        var left = expiresAt - _context.Time.GetUtcNow();
        var margin = _context.Options.RefreshTokenBefore < left / 2 ? _context.Options.RefreshTokenBefore : left / 2;
        _alarm.Set(left - margin > soonest ? left - margin : soonest);
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var token = await _tokens.GetAsync(isExpiring: true, cancellationToken).ConfigureAwait(false);
            lock (_context.Gate)
            {
                if (token is not null && !cancellationToken.IsCancellationRequested)
                {
                    _owner.Authenticate(token, error => Done(error, cancellationToken));
                }
            }
        }
        catch (Exception exception)
        {
            lock (_context.Gate)
            {
                Done(exception, cancellationToken);
            }
        }
    }

    private void Done(Exception? error, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        if (error is null)
        {
            Later(Soonest);
            return;
        }

        // The connection lives until the old token runs out; then the server closes it with 4401.
        _owner.Failed(RealtimeClientException.From(error, RealtimeErrorCodes.Unavailable));
        Later(AfterFailure);
    }
}
