namespace Orleans.Realtime.Grains.Log.Maps;

/// <summary>One map of an in-memory log. The caller holds the lock on the log.</summary>
internal sealed class InMemoryMap
{
    /// <summary>What a field costs beside its text and value, estimated.</summary>
    private const int FieldOverheadBytes = 120;

    private readonly Dictionary<string, byte[]> _fields = new(StringComparer.Ordinal);

    /// <summary>The position of the log that it reflects.</summary>
    public long Seq { get; set; }

    /// <summary>Estimated bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>All fields.</summary>
    public KeyValuePair<string, byte[]>[] ToArray() => [.. _fields];

    /// <summary>Makes a change. Returns the change in bytes.</summary>
    public long Apply(MapChange change)
    {
        var before = Bytes;
        if (change.Kind == MapChangeKind.Raise && MapChange.NumberOf(_fields.GetValueOrDefault(change.Field)) >= change.Number)
        {
            return 0;
        }

        if (_fields.Remove(change.Field, out var former))
        {
            Bytes -= Size(change.Field, former);
        }

        if (change.Kind != MapChangeKind.Remove)
        {
            _fields.Add(change.Field, change.Value);
            Bytes += Size(change.Field, change.Value);
        }

        return Bytes - before;
    }

    private static long Size(string field, byte[] value) => FieldOverheadBytes + (2 * field.Length) + value.Length;
}
