namespace Orleans.Lite.Wire;

/// <summary>The codec of what is a <typeparamref name="T"/> and nothing derived of it, made once.</summary>
internal static class ExactCodec<T>
{
    public static readonly WireCodec<T> Instance = WireCodecs.ForExact<T>();
}
