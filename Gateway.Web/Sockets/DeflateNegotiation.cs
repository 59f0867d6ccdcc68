using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>The negotiation of <c>permessage-deflate</c> (RFC 7692 section 7.1).</summary>
internal static class DeflateNegotiation
{
    /// <summary>
    /// What we agree to. Without context takeover on both sides a compressed message stands alone: ours can be shared by all
    /// sockets, and no window is kept per connection.
    /// </summary>
    public const string Agreed = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    private const int LargestWindowBits = 15;
    private const int SmallestWindowBits = 8;

    /// <summary>The answer to the offers of a client, which come in order of preference; null when none is acceptable.</summary>
    public static string? Answer(StringValues offers)
    {
        foreach (var header in offers)
        {
            foreach (var offer in (header ?? string.Empty).Split(','))
            {
                if (Accept(offer) is { } answer)
                {
                    return answer;
                }
            }
        }

        return null;
    }

    private static string? Accept(string offer)
    {
        var parts = offer.Split(';', StringSplitOptions.TrimEntries);
        if (!parts[0].Equals("permessage-deflate", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var answer = Agreed;
        foreach (var parameter in parts.AsSpan(1))
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? parameter : parameter[..equals].TrimEnd();
            var value = equals < 0 ? null : Unquote(parameter[(equals + 1)..].TrimStart());
            if (!seen.Add(name) || !IsAcceptable(name, value))
            {
                return null;
            }

            if (name.Equals("server_max_window_bits", StringComparison.OrdinalIgnoreCase))
            {
                answer += "; server_max_window_bits=15";
            }
        }

        return answer;
    }

    // Our encoder always uses the full window, so a smaller one for us declines the offer. A client's smaller window is its own
    // matter: our decoder takes any.
    private static bool IsAcceptable(string name, string? value) =>
        name.ToUpperInvariant() switch
        {
            "SERVER_NO_CONTEXT_TAKEOVER" or "CLIENT_NO_CONTEXT_TAKEOVER" => value is null,
            "SERVER_MAX_WINDOW_BITS" => WindowBits(value) == LargestWindowBits,
            "CLIENT_MAX_WINDOW_BITS" => value is null || WindowBits(value) is not null,
            _ => false,
        };

    // A decimal number from 8 to 15 without leading zeros.
    private static int? WindowBits(string? value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
            && bits is >= SmallestWindowBits and <= LargestWindowBits
            && value[0] != '0'
            ? bits
            : null;

    private static string Unquote(string value) => value is ['"', .. var inner, '"'] ? inner : value;
}
