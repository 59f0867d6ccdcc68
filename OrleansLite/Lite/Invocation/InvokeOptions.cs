namespace Orleans.Lite.Invocation;

/// <summary>What the attributes of an interface method say.</summary>
[Flags]
internal enum InvokeOptions : byte
{
    None = 0,
    OneWay = 1,
    ReadOnly = 2,
    AlwaysInterleave = 4,
}
