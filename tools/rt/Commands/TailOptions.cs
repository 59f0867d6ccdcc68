using System.CommandLine;

namespace Orleans.Realtime.Cli.Commands;

/// <summary>What every kind of log is followed with.</summary>
internal sealed class TailOptions
{
    /// <summary>Whether messages are printed as frames.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "One frame of the protocol a line", Recursive = true };

    /// <summary>How many messages end it.</summary>
    public Option<long?> Count { get; } = new("-n", "--count")
    {
        HelpName = "count",
        Description = "End after so many messages. Default: with Ctrl+C",
        Recursive = true,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var count) && count > 0)
            {
                return count;
            }

            result.AddError($"-n is '{text}': it must be a number from 1");
            return null;
        },
    };

    /// <summary>Adds them.</summary>
    public void AddTo(Command command)
    {
        command.Add(Json);
        command.Add(Count);
    }
}
