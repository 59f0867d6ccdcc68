using Orleans.Realtime.Gateway.Web.Hosting;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Streams;

/// <summary>Reads of groups that wait longer than one grain call may.</summary>
internal sealed class GroupReads(DrainState drain, TimeProvider time)
{
    // What a stream lets one call wait by default. A gateway that goes away answers its waiting readers within it.
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(3);

    // A stream with too many waiting answers the newcomer at once: it is not asked again before this time is over.
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Takes entries, waiting for the first until the time is over or the gateway goes away. A caller that goes away has nothing taken for it from then on.</summary>
    public async Task<StreamEntry[]> ReadAsync(IStreamGrain stream, GroupRead read, TimeSpan wait, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var asked = started; ; asked = time.GetTimestamp())
        {
            var left = drain.Draining ? TimeSpan.Zero : wait - time.GetElapsedTime(started, asked);
            var entries = await stream.ReadGroupAsync(read with { Wait = left < TimeSpan.Zero ? TimeSpan.Zero : left < Slice ? left : Slice }, cancellationToken);
            if (entries.Length > 0 || left <= TimeSpan.Zero)
            {
                return entries;
            }

            if (time.GetElapsedTime(asked) is var took && took < LeastPause && took < left)
            {
                await Task.Delay(LeastPause - took, time, cancellationToken);
            }
        }
    }
}
