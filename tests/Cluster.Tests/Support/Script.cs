using System.Diagnostics;

namespace Orleans.Realtime.Cluster.Tests.Support;

/// <summary>Programs in other languages, which drive the server and say by their exit code whether it was right.</summary>
internal static class Script
{
    /// <summary>Runs it to its end, in a folder of the repository; what it wrote is shown where its exit code is not 0.</summary>
    public static async Task<string> RunAsync(TimeSpan patience, string folder, string command, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = Path.Combine(EmbeddedServer.RepositoryRoot, folder),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        process.ExitCode.ShouldBe(0, await output + await errors);
        return await output;
    }
}
