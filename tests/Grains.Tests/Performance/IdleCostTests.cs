using Orleans.Realtime.Grains.Tests.Support;

namespace Orleans.Realtime.Grains.Tests.Performance;

/// <summary>What rests in a silo for each connection, on the heap: a third more than was measured, beside what the runtime takes for a grain.</summary>
[Collection(AloneCollection.Name)]
public sealed class IdleCostTests
{
    private const int Count = 2_000;

    /// <summary>Of an idle grain without state, by the runtime alone: ours, or Microsoft's.</summary>
    private static readonly int RuntimeBytes = typeof(Grain).Assembly.GetName().Name == "OrleansLite" ? 500 : 1_900;

    [Fact]
    public async Task User_WithOneConnection_IsSmall()
    {
        await using var silos = await TestSilos.StartAsync();
        var (_, route) = silos.Gateway();

        var bytes = await BytesAsync(i => silos.User($"u{i}").ConnectAsync(Some.Connect(route, $"s{i}")));

        bytes.ShouldBeLessThan(MostWith(1_500));
    }

    [Fact]
    public async Task Session_WithASocket_IsSmall()
    {
        await using var silos = await TestSilos.StartAsync();
        var (_, route) = silos.Gateway();

        var bytes = await BytesAsync(i => silos.Session($"s{i}").OpenAsync(Some.Open(route, "socket", user: $"u{i}")));

        bytes.ShouldBeLessThan(MostWith(500));
    }

    [Fact]
    public async Task Room_WithOneMember_IsSmall()
    {
        await using var silos = await TestSilos.StartAsync();
        var (_, route) = silos.Gateway();

        var bytes = await BytesAsync(i => silos.Room($"r{i}").AttachAsync(Some.Attach(route, null, "s1")));

        bytes.ShouldBeLessThan(MostWith(1_500));
    }

    private static long MostWith(int own) => (own + RuntimeBytes) * 13 / 10;

    private static async Task<long> BytesAsync(Func<int, Task> touch)
    {
        await touch(-1);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Count; i += 100)
        {
            await Task.WhenAll(Enumerable.Range(i, 100).Select(touch));
        }

        return (GC.GetTotalMemory(forceFullCollection: true) - before) / Count;
    }
}
