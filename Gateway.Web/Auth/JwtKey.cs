namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>A key with the one algorithm it serves: a token cannot choose how its key is used.</summary>
internal abstract class JwtKey(string algorithm, string? keyId) : IDisposable
{
    /// <summary>The token's <c>alg</c> must be this.</summary>
    public string Algorithm { get; } = algorithm;

    /// <summary>The key's <c>kid</c>, if it has one.</summary>
    public string? KeyId { get; } = keyId;

    /// <summary>Whether the signature is this key's. Thread-safe.</summary>
    public abstract bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature);

    /// <inheritdoc />
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
