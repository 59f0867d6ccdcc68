namespace Orleans.Runtime;

/// <summary>Values that travel with calls, and call-chain reentrancy.</summary>
public static class RequestContext
{
    internal const string ReentrancyKey = "#CCR";

    private static readonly AsyncLocal<Dictionary<string, object>?> Values = new();

    /// <summary>The call chain that may come back into activations which allowed it; empty if none.</summary>
    public static Guid ReentrancyId
    {
        get => Get(ReentrancyKey) is Guid id ? id : Guid.Empty;
        set
        {
            if (value == Guid.Empty)
            {
                Remove(ReentrancyKey);
            }
            else
            {
                Set(ReentrancyKey, value);
            }
        }
    }

    /// <summary>The keys that are set.</summary>
    public static IEnumerable<string> Keys => Values.Value?.Keys ?? Enumerable.Empty<string>();

    internal static Dictionary<string, object>? Current
    {
        get => Values.Value;
        set => Values.Value = value;
    }

    /// <summary>A value, or null.</summary>
    public static object? Get(string key) => Values.Value?.GetValueOrDefault(key);

    /// <summary>Sets a value for calls made from here on.</summary>
    public static void Set(string key, object value) =>
        Values.Value = Values.Value is { } before ? new(before) { [key] = value } : new() { [key] = value };

    /// <summary>Removes a value.</summary>
    public static bool Remove(string key)
    {
        if (Values.Value is not { } before || !before.ContainsKey(key))
        {
            return false;
        }

        var after = new Dictionary<string, object>(before);
        after.Remove(key);
        Values.Value = after.Count == 0 ? null : after;
        return true;
    }

    /// <summary>Removes all values.</summary>
    public static void Clear()
    {
        if (Values.Value is not null)
        {
            Values.Value = null;
        }
    }

    /// <summary>Lets calls made from here on come back into this activation while it waits for them.</summary>
    public static ReentrancySection AllowCallChainReentrancy()
    {
        var before = ReentrancyId;
        return new(before, before == Guid.Empty ? Guid.NewGuid() : before);
    }

    /// <summary>Ends, for a section, what <see cref="AllowCallChainReentrancy"/> allows.</summary>
    public static ReentrancySection SuppressCallChainReentrancy() => new(ReentrancyId, Guid.Empty);

    /// <summary>A section in which call-chain reentrancy is as asked; dispose it to end it.</summary>
    public readonly struct ReentrancySection : IDisposable
    {
        private readonly Guid _before;
        private readonly Guid _within;

        /// <summary>Begins the section.</summary>
        public ReentrancySection(Guid originalReentrancyId, Guid newReentrancyId)
        {
            _before = originalReentrancyId;
            _within = newReentrancyId;
            if (_within != _before)
            {
                ReentrancyId = _within;
            }

            if (_within != Guid.Empty)
            {
                (RuntimeContext.Current as ICallChainReentrant)?.EnterReentrantSection(_within);
            }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            if (_within != Guid.Empty)
            {
                (RuntimeContext.Current as ICallChainReentrant)?.LeaveReentrantSection(_within);
            }

            if (_within != _before)
            {
                ReentrancyId = _before;
            }
        }
    }
}
