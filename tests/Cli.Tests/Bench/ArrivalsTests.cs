using Orleans.Realtime.Cli.Bench;

namespace Orleans.Realtime.Cli.Tests.Bench;

public sealed class ArrivalsTests
{
    private static readonly Dictionary<int, long> Sent = new() { [0] = 3, [1] = 2 };

    [Fact]
    public void Everything_OnceAndInOrder_IsWhole()
    {
        var arrivals = Of((0, 1), (1, 1), (0, 2), (1, 2), (0, 3));

        (arrivals.InOrder, arrivals.Late, arrivals.Missing(Sent)).ShouldBe((5, 0, 0));
    }

    [Fact]
    public void LostDoubledAndOvertaken_AreTold()
    {
        Of((0, 1), (0, 3), (1, 1), (1, 2)).Missing(Sent).ShouldBe(1);
        Of((0, 1), (0, 2), (1, 1), (1, 2)).Missing(Sent).ShouldBe(1);
        Of((0, 1), (0, 1)).Late.ShouldBe(1);
        Of((0, 2), (0, 1)).Late.ShouldBe(1);
        Of().Missing(Sent).ShouldBe(5);
    }

    private static Arrivals Of(params (int Publisher, long Number)[] messages)
    {
        var arrivals = new Arrivals();
        foreach (var (publisher, number) in messages)
        {
            arrivals.Take(new Stamp(publisher, number, 0));
        }

        return arrivals;
    }
}
