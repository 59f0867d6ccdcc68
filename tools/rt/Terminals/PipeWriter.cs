using System.Text;

namespace Orleans.Realtime.Cli.Terminals;

/// <summary>Writes to a pipe or a file, and notices when nobody reads it any more: the console's own stream passes that over in silence.</summary>
internal sealed class PipeWriter(Stream stream) : TextWriter
{
    private readonly StreamWriter _writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };

    /// <inheritdoc />
    public override Encoding Encoding => _writer.Encoding;

    /// <inheritdoc />
    public override void Write(char value) => Attempt(() => _writer.Write(value));

    /// <inheritdoc />
    public override void Write(string? value) => Attempt(() => _writer.Write(value));

    /// <summary>A line is seen at once: the reader may be a person behind a <c>grep</c>.</summary>
    public override void WriteLine(string? value) => Attempt(() =>
    {
        _writer.WriteLine(value);
        _writer.Flush();
    });

    /// <inheritdoc />
    public override void Flush() => Attempt(_writer.Flush);

    private static void Attempt(Action write)
    {
        try
        {
            write();
        }
        catch (IOException fault)
        {
            throw new OutputClosedException(fault);
        }
    }
}
