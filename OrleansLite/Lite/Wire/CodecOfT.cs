namespace Orleans.Lite.Wire;

/// <summary>The codec of what is declared as <typeparamref name="T"/>, made once.</summary>
internal static class Codec<T>
{
    public static readonly WireCodec<T> Instance = WireCodecs.ForDeclared<T>();
}
