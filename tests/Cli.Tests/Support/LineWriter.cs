using System.Text;

namespace Orleans.Realtime.Cli.Tests.Support;

/// <summary>Records what is written, and lets a test wait for it.</summary>
internal sealed class LineWriter : TextWriter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly StringBuilder _text = new();
    private readonly List<(Func<string, bool> Wanted, TaskCompletionSource Came)> _waiting = [];

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        lock (_text)
        {
            _text.Append(value);
            var text = _text.ToString();
            foreach (var (wanted, came) in _waiting)
            {
                if (wanted(text))
                {
                    came.TrySetResult();
                }
            }
        }
    }

    public override void WriteLine(string? value) => Write(value + "\n");

    public override string ToString()
    {
        lock (_text)
        {
            return _text.ToString();
        }
    }

    /// <summary>Waits until the text has it.</summary>
    public Task HasAsync(string part) => HoldsAsync(text => text.Contains(part, StringComparison.Ordinal), part);

    /// <summary>Waits until a condition holds for all that was written.</summary>
    public async Task HoldsAsync(Func<string, bool> wanted, string name)
    {
        var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_text)
        {
            if (wanted(_text.ToString()))
            {
                return;
            }

            _waiting.Add((wanted, came));
        }

        try
        {
            await came.Task.WaitAsync(Patience);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"'{name}' did not come. What came:\n{ToString()}", late);
        }
    }
}
