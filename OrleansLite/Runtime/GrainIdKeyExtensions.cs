using System.Globalization;

namespace Orleans.Runtime;

/// <summary>Integer and GUID keys as text: hexadecimal, and 32 digits.</summary>
public static class GrainIdKeyExtensions
{
    /// <summary>An integer key.</summary>
    public static IdSpan CreateIntegerKey(long key) => IdSpan.Create(key.ToString("X", CultureInfo.InvariantCulture));

    /// <summary>A GUID key.</summary>
    public static IdSpan CreateGuidKey(Guid key) => IdSpan.Create(key.ToString("N"));

    /// <summary>Reads an integer key.</summary>
    public static bool TryGetIntegerKey(this GrainId grainId, out long key, out string? keyExt)
    {
        var text = Split(grainId, out keyExt);
        return long.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out key);
    }

    /// <summary>Reads a GUID key.</summary>
    public static bool TryGetGuidKey(this GrainId grainId, out Guid key, out string? keyExt)
    {
        var text = Split(grainId, out keyExt);
        return Guid.TryParseExact(text, "N", out key);
    }

    private static string Split(GrainId grainId, out string? keyExt)
    {
        var text = grainId.Key.ToString();
        var plus = text.IndexOf('+', StringComparison.Ordinal);
        keyExt = plus < 0 ? null : text[(plus + 1)..];
        return plus < 0 ? text : text[..plus];
    }
}
