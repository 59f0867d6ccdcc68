using System.Text.Json;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.ServiceDefaults.Diagnostics;

namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>What a frame says about the way of its message.</summary>
internal ref partial struct ClientFrameFields
{
    /// <summary>Only frames that know priorities are refused for one that there is not: to the others the key is unknown.</summary>
    private static void ReadPriority(ref Utf8JsonReader reader, ref ClientFrame frame)
    {
        frame.Priority = MessagePriority.Normal;
        frame.HasUnknownPriority = false;
        if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("high"u8))
        {
            frame.Priority = MessagePriority.High;
        }
        else if (reader.TokenType != JsonTokenType.Null && !(reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("normal"u8)))
        {
            reader.Skip();
            frame.HasUnknownPriority = true;
        }
    }

    /// <summary>A trace context of a wrong form is as good as none: no message is refused over it.</summary>
    private static string? ReadTrace(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        var trace = reader.ValueSpan.Length == TraceContext.Length ? reader.GetString() : null;
        return TraceContext.IsValid(trace) ? trace : null;
    }
}
