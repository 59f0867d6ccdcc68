using System.Text.Json;
using Orleans.Realtime.Client;

namespace Orleans.Realtime.Cli.Messages;

/// <summary>What a user gives as a message.</summary>
internal static class Payloads
{
    /// <summary>Reads it: JSON, or any text with <paramref name="isText"/>.</summary>
    /// <param name="text">What was given.</param>
    /// <param name="isText">Whether it is a text, and no JSON.</param>
    /// <param name="where">For the fault: <c>line 7</c>.</param>
    /// <exception cref="ToolException">It is no JSON.</exception>
    public static JsonPayload Read(string text, bool isText, string where)
    {
        if (isText)
        {
            return JsonPayload.FromString(text);
        }

        try
        {
            return JsonPayload.FromJson(text);
        }
        catch (JsonException)
        {
            throw new ToolException(ExitCode.Usage, $"{where} is no JSON: quote it for your shell ('{{\"a\":1}}', '\"a text\"'), or give --text for plain text.");
        }
    }
}
