using System.Text.Json;

namespace Orleans.Realtime.Samples;

/// <summary>Writes what happens to standard output, one line of JSON each.</summary>
internal sealed class JsonLines
{
    private readonly Lock _gate = new();

    public void Write(object line)
    {
        var text = JsonSerializer.Serialize(line);
        lock (_gate)
        {
            Console.Out.WriteLine(text);
        }
    }
}
