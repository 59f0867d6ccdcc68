using Orleans.Runtime;

namespace Orleans.Lite.Hosting;

internal sealed class GrainContextAccessor : IGrainContextAccessor
{
    public IGrainContext GrainContext => RuntimeContext.Current!;
}
