namespace Orleans.Lite.Copying;

/// <summary>How values declared as <typeparamref name="T"/> are copied.</summary>
internal static class Copier<T>
{
    public static readonly bool IsImmutable = ImmutableTypes.IsImmutable(typeof(T));

    public static readonly Func<T, CopyContext, T> Copy = typeof(T).IsValueType
        ? ExactCopiers.Make<T>()
        : static (value, context) => (T)Copier.CopyObject(value!, context);
}
