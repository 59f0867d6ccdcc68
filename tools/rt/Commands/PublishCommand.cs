using Orleans.Realtime.Cli.Connections;
using Orleans.Realtime.Cli.Messages;
using Orleans.Realtime.Cli.Terminals;

namespace Orleans.Realtime.Cli.Commands;

/// <summary><c>rt publish</c>: one message, or one for each line of standard input.</summary>
internal sealed class PublishCommand : ToolCommand
{
    public PublishCommand(Terminal terminal)
        : base("publish", "Publish a message, and wait until the server has it.", terminal)
    {
        Examples =
        [
            new("rt publish room lobby '{\"hello\":\"world\"}'", "One message; prints its position and id."),
            new("rt publish room lobby 'hello, world' --text", "The same with a text."),
            new("rt publish user carol '{\"order\":42}' --id order-42", "Into an inbox; sent twice with this id it is there once."),
            new("rt publish stream orders - < orders.jsonl", "Each line of a file, in order."),
        ];
        Remarks =
            """
            Exit code 0 means acknowledged: what has a log (all but broadcast) is stored. 4 means that nobody knows: send it again with the same --id.
            The tool connects as a user. Give it one of its own: what waits in that user's inbox goes to this connection.
            """;
        var caller = new CallerOptions(usualRole: "service");
        var sending = new PublishOptions();
        caller.AddTo(this);
        sending.AddTo(this);
        foreach (var target in PublishTarget.All)
        {
            Add(new PublishTargetCommand(target, caller, sending, terminal));
        }
    }
}
