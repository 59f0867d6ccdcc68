using System.Diagnostics;
using System.Globalization;
using Orleans.Realtime.Load.Results;

namespace Orleans.Realtime.Load.Servers;

/// <summary>Samples the stacks of a server's processes with perf, and writes them down as text.</summary>
/// <param name="folder">Where to.</param>
internal sealed class Profiler(string folder)
{
    private const int TopFunctions = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Begins to sample; what it found is written when it is told to end.</summary>
    /// <param name="deployment">Whose processes.</param>
    /// <param name="name">Of the files.</param>
    public Func<Task> Begin(Deployment deployment, string name)
    {
        Directory.CreateDirectory(folder);
        var data = Path.Combine(folder, name + ".perf");
        var processes = string.Join(',', deployment.Processes.Select(process => process.Id.ToString(CultureInfo.InvariantCulture)));

        // cpu-clock: there where a virtual machine has no counters.
        var perf = Process.Start(new ProcessStartInfo("perf", ["record", "--quiet", "--event", "cpu-clock", "--freq", "997", "-g", "--output", data, "--pid", processes]) { UseShellExecute = false })
            ?? throw new IOException("perf does not start.");
        return async () =>
        {
            using (perf)
            {
                using var interrupt = Process.Start("kill", ["-INT", perf.Id.ToString(CultureInfo.InvariantCulture)]);
                await perf.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
            }

            await WriteAsync(data, Path.Combine(folder, name));
            foreach (var process in deployment.Processes)
            {
                // Written by the runtime, for perf.
                File.Delete($"/tmp/perf-{process.Id}.map");
                File.Delete($"/tmp/perfinfo-{process.Id}.map");
            }
        };
    }

    private static async Task WriteAsync(string data, string path)
    {
        using var script = Process.Start(new ProcessStartInfo("perf", ["script", "--input", data, "--fields", "comm,tid,ip,sym,dso"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _ = script.StandardError.BaseStream.CopyToAsync(Stream.Null);
        var lines = (await script.StandardOutput.ReadToEndAsync().WaitAsync(Patience, TimeProvider.System)).Split('\n');
        var tree = StackTree.Parse(lines);
        var text = tree.TopToText(TopFunctions) + "\n" + tree.ToText();
        await File.WriteAllTextAsync(path + ".txt", text);
        await File.WriteAllLinesAsync(path + ".folded", tree.Folded());
        File.Delete(data);
        Console.WriteLine(tree.TopToText(TopFunctions));
        Console.WriteLine($"The tree is in {path}.txt, the stacks for other tools in {path}.folded.");
    }
}
