using System.Text.Json;

namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>Reads claims in the forms that RFC 7519 gives them.</summary>
internal static class JwtClaims
{
    private static readonly double LastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>The claim, if it is a string.</summary>
    public static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Whether the claim is the value, or an array that holds it.</summary>
    public static bool Holds(JsonElement claims, string name, string value)
    {
        if (!claims.TryGetProperty(name, out JsonElement claim))
        {
            return false;
        }

        return claim.ValueKind == JsonValueKind.Array
            ? claim.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String && item.ValueEquals(value))
            : claim.ValueKind == JsonValueKind.String && claim.ValueEquals(value);
    }

    /// <summary>Reads a NumericDate: seconds since the Unix epoch up to the year 9999, fractions allowed. False when it is there but is none.</summary>
    public static bool TryTime(JsonElement claims, string name, out DateTimeOffset? time)
    {
        time = null;
        if (!claims.TryGetProperty(name, out JsonElement claim))
        {
            return true;
        }

        if (claim.ValueKind != JsonValueKind.Number || !claim.TryGetDouble(out double seconds) || !(seconds >= 0 && seconds <= LastSecond))
        {
            return false;
        }

        time = DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        return true;
    }
}
