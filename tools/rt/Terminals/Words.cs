using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Orleans.Realtime.Cli.Terminals;

/// <summary>Text for people.</summary>
internal static class Words
{
    /// <summary>
    /// Text of others for a line of markup: brackets are no markup, and control characters, with which a message could move the cursor or rename the window, are
    /// shown as <c>\u001b</c>.
    /// </summary>
    public static string Safe(string? text) => Markup.Escape(Visible(text ?? string.Empty));

    /// <summary>The text with its control characters spelled out.</summary>
    public static string Visible(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\u001f') && !text.AsSpan().ContainsAnyInRange('\u007f', '\u009f'))
        {
            return text;
        }

        var result = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\n' => result.Append("\\n"),
                '\t' => result.Append("\\t"),
                _ when char.IsControl(c) => result.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => result.Append(c),
            };
        }

        return result.ToString();
    }

    /// <summary>A whole number with thousands set apart: <c>12,345</c>.</summary>
    public static string Count(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number of messages and their noun: <c>1 message</c>, <c>2 messages</c>.</summary>
    public static string Many(long number, string noun) => $"{Count(number)} {noun}{(number == 1 ? string.Empty : "s")}";

    /// <summary>A time for people, in the unit that fits: <c>0.8 ms</c>, <c>12 ms</c>, <c>1.4 s</c>.</summary>
    public static string Time(TimeSpan time) => time.TotalMilliseconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms"),
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
    };

    /// <summary>Which of the names comes nearest to a misspelled one; null when none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> names)
    {
        var (best, distance, _) = names
            .Select(candidate => (Name: candidate, Distance: Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant()), Common: Common(name, candidate)))
            .DefaultIfEmpty((string.Empty, int.MaxValue, 0))
            // Who misspells a name mostly has its beginning right.
            .MinBy(near => (near.Item2, -near.Item3));
        return distance <= Math.Max(2, name.Length / 3) ? best : null;
    }

    private static int Common(string one, string other) => one.Zip(other).TakeWhile(pair => char.ToUpperInvariant(pair.First) == char.ToUpperInvariant(pair.Second)).Count();

    // Levenshtein's, row by row.
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var cost = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1));
                (diagonal, row[j]) = (row[j], cost);
            }
        }

        return row[^1];
    }
}
