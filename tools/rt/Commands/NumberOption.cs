using System.CommandLine;
using System.Globalization;

namespace Orleans.Realtime.Cli.Commands;

/// <summary>Options that take a number between two bounds.</summary>
internal static class NumberOption
{
    /// <summary>An option with a number of a type; what is none, or out of range, is wrong usage.</summary>
    /// <param name="name">With its dashes.</param>
    /// <param name="description">What it is; the range is added.</param>
    /// <param name="usual">Where it is not given.</param>
    /// <param name="min">The least, included.</param>
    /// <param name="max">The most, included.</param>
    /// <param name="unit">What is counted: <c>seconds</c>.</param>
    /// <param name="aliases">Other names.</param>
    public static Option<T> Of<T>(string name, string description, T usual, T min, T max, string unit, params string[] aliases)
        where T : struct, IParsable<T>, IComparable<T>, IFormattable
    {
        string Shown(T number) => number.ToString("#,0.###", CultureInfo.InvariantCulture);
        var range = $"{Shown(min)} to {Shown(max)}";
        return new Option<T>(name, aliases)
        {
            HelpName = unit,
            Description = $"{description}, {range}",
            DefaultValueFactory = _ => usual,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (T.TryParse(text, CultureInfo.InvariantCulture, out var number) && number.CompareTo(min) >= 0 && number.CompareTo(max) <= 0)
                {
                    return number;
                }

                result.AddError($"{name} is '{text}': it must be a number from {range}");
                return usual;
            },
        };
    }
}
