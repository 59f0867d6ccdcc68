using System.CommandLine;

namespace Orleans.Realtime.Cli.Commands;

/// <summary>How messages are published; the same for every target.</summary>
internal sealed class PublishOptions
{
    private const int LongestId = 64;

    /// <summary>Whether messages are texts and no JSON.</summary>
    public Option<bool> Text { get; } = new("--text") { Description = "The message is a text, not JSON", Recursive = true };

    /// <summary>The idempotency key.</summary>
    public Option<string> Id { get; } = new("--id")
    {
        HelpName = "key",
        Description = "The idempotency key, 1 to 64 characters: sent again within 2 minutes, it is stored once. Line n of standard input gets key-n",
        Recursive = true,
    };

    /// <summary>Whether receipts are printed as JSON.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "The server's answer as JSON, one a line", Recursive = true };

    /// <summary>Whether receipts are not printed.</summary>
    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No line for each message, only how many there were", Recursive = true };

    /// <summary>How long one message may take.</summary>
    public Option<double> Timeout { get; } = NumberOption.Of("--timeout", "How long a message may take to be acknowledged, reconnects included", usual: 60.0, min: 0.1, max: 3_600, "seconds");

    /// <summary>How many messages are under way.</summary>
    public Option<int> Window { get; } = NumberOption.Of(
        "--window", "Messages under way at once. With more than 1 a message that the server refused for a moment may come behind later ones", usual: 1, min: 1, max: 500, "messages");

    /// <summary>Adds them.</summary>
    public void AddTo(Command command)
    {
        Timeout.Recursive = true;
        Window.Recursive = true;
        Id.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (token.Value.Length is 0 or > LongestId || token.Value.Any(char.IsControl)))
            {
                result.AddError($"--id must have 1 to {LongestId} characters, none of them a control character");
            }
        });
        command.Add(Text);
        command.Add(Id);
        command.Add(Json);
        command.Add(Quiet);
        command.Add(Timeout);
        command.Add(Window);
    }
}
