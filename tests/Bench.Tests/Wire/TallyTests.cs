using Orleans.Realtime.Bench.Tests.Support;
using Orleans.Realtime.Load.Dialects;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Bench.Tests.Wire;

public sealed class TallyTests : IDisposable
{
    private readonly Wiretap _tap = new(new RealtimeDialect(), new Member("u", "a", "b") { PublishersPerRoom = 2 });
    private readonly Tally _tally = new();

    public void Dispose() => _tap.Dispose();

    [Fact]
    public void Require_AfterEverythingInOrder_IsContent()
    {
        Deliver((0, 1, 1), (1, 1, 2), (0, 2, 3), (2, 1, 1), (3, 1, 2));
        _tally.Require(5, 0);
    }

    [Theory]
    [InlineData(2, 1, "a message was skipped")]
    [InlineData(1, 3, "one came late")]
    public void Require_AfterAHoleOrDisorder_Throws(long first, long second, string why)
    {
        Deliver((0, first, 1), (0, second, 2));
        Should.Throw<IntegrityException>(() => _tally.Require(2, 0), why);
    }

    [Fact]
    public void Require_AfterADouble_Throws()
    {
        Deliver((0, 1, 1), (0, 1, 2));
        Should.Throw<IntegrityException>(() => _tally.Require(2, 0)).Message.ShouldContain("message 1 of publisher 0 after message 1");
    }

    [Fact]
    public void Require_AfterPositionsInDisorder_Throws()
    {
        Deliver((0, 1, 5), (1, 1, 4));
        Should.Throw<IntegrityException>(() => _tally.Require(2, 0)).Message.ShouldContain("seq 4 after 5");
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(1, 1)]
    public void Require_WithoutAllMessagesOrAnswers_Throws(long delivered, long replies)
    {
        Deliver((0, 1, 1));
        Should.Throw<IntegrityException>(() => _tally.Require(delivered, replies));
    }

    [Fact]
    public void Clear_StillHoldsAgainstWhatCameBefore()
    {
        Deliver((0, 1, 1));
        _tally.Clear();
        Deliver((0, 3, 3));
        Should.Throw<IntegrityException>(() => _tally.Require(1, 0));
    }

    private void Deliver(params (int Publisher, long Number, long Seq)[] messages)
    {
        foreach (var (publisher, number, seq) in messages)
        {
            _tally.Deliver(_tap.Connection, new(0, publisher, number), seq);
        }
    }
}
