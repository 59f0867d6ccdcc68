using Microsoft.Extensions.Hosting;

namespace Orleans.TestingHost;

internal static class HostDisposal
{
    public static async ValueTask DisposeAsync(IHost? host)
    {
        if (host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
        else
        {
            host?.Dispose();
        }
    }
}
