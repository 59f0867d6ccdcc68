namespace Orleans.Lite.Copying;

/// <summary>The objects copied so far, so that shared ones stay shared and cycles end.</summary>
internal sealed class CopyContext
{
    private Dictionary<object, object>? _copies;

    public bool TryGet(object original, out object? copy)
    {
        copy = null;
        return _copies is not null && _copies.TryGetValue(original, out copy);
    }

    public void Add(object original, object copy) => (_copies ??= new(ReferenceEqualityComparer.Instance)).Add(original, copy);
}
