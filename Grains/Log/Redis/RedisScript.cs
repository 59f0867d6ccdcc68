namespace Orleans.Realtime.Grains.Log.Redis;

/// <summary>A Lua script and what the server calls it.</summary>
/// <param name="name">Names the operation in metrics.</param>
/// <param name="text">The script.</param>
internal sealed class RedisScript(string name, string text)
{
    private byte[]? _hash;

    /// <summary>The operation.</summary>
    public string Name => name;

    /// <summary>The script's source.</summary>
    public string Text => text;

    /// <summary>The server's hash of the source, once a server has told it: the same on every server.</summary>
    public byte[]? Hash
    {
        get => Volatile.Read(ref _hash);
        set => Volatile.Write(ref _hash, value);
    }
}
