using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Orleans.Realtime.Cli.Terminals;

/// <summary>Standard input, line by line, without keeping anything else from going on.</summary>
internal static class InputLines
{
    private const int Ahead = 256;

    /// <summary>
    /// The lines until the input ends. They are read on a thread of their own: a console reads only while somebody blocks for it, and nobody can end that. A reader
    /// that is too slow holds the input up.
    /// </summary>
    public static async IAsyncEnumerable<string> ReadAsync(TextReader input, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lines = Channel.CreateBounded<string>(new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
        var thread = new Thread(() => Read(input, lines.Writer, cancellationToken)) { IsBackground = true, Name = "input" };
        thread.Start();
        await foreach (var line in lines.Reader.ReadAllAsync(cancellationToken))
        {
            yield return line;
        }
    }

    private static void Read(TextReader input, ChannelWriter<string> lines, CancellationToken cancellationToken)
    {
        try
        {
            while (input.ReadLine() is { } line)
            {
                while (!lines.TryWrite(line))
                {
                    if (!lines.WaitToWriteAsync(cancellationToken).AsTask().GetAwaiter().GetResult())
                    {
                        return;
                    }
                }
            }

            lines.TryComplete();
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException or ObjectDisposedException)
        {
            lines.TryComplete(fault is OperationCanceledException ? null : fault);
        }
    }
}
