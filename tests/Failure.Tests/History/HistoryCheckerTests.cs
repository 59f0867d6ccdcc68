using Orleans.Realtime.Cluster.Harness.History;
using static Orleans.Realtime.Failure.Tests.History.MadeUpHistory;

namespace Orleans.Realtime.Failure.Tests.History;

/// <summary>A checker that cannot fail is worthless: each promise broken in a made-up history must be found, and named.</summary>
public sealed class HistoryCheckerTests
{
    [Fact]
    public void GoodHistory_IsClean()
    {
        var report = Good().Holds(1, "m1").Holds(2, "m2").Holds(3, "m3").Check();

        report.Violations.ShouldBeEmpty();
        (report.Sent, report.Acknowledged, report.Delivered).ShouldBe((3, 3, 6));
        report.LongestWriterStall.ShouldBe(TimeSpan.FromSeconds(1));
        report.LongestReaderStall.ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void LastMessageNotSeen_IsLost() =>
        Breaks(Good().Publishes("w", "m4", 4).Sees("anna", 4, "m4")).Lost.ShouldBe(1);

    [Fact]
    public void MessageInTheMiddleNotSeen_IsLostAndAHole()
    {
        var report = Breaks(Good().Without(entry => entry is HistoryEvent.Delivered { Reader: "bob", Id: "m2" }));

        report.Lost.ShouldBe(1);
        report.Holes.ShouldBe(1);
        report.Violations.ShouldContain(text => text.Contains("bob") && text.Contains("m2"));
    }

    [Fact]
    public void MessageSeenByNobody_IsLostByAll() =>
        Breaks(Good().Publishes("w", "m4", 4)).Lost.ShouldBe(2);

    [Fact]
    public void UnacknowledgedMessageSeenByOneReaderOnly_IsAHole() =>
        Breaks(Good().Sends("w", "m4").Sees("anna", 4, "m4").Publishes("w", "m5", 5).Sees("anna", 5, "m5").Sees("bob", 5, "m5")).Holes.ShouldBe(1);

    [Fact]
    public void UnacknowledgedMessageSeenByAll_IsCountedAndAllowed()
    {
        var report = Good().Sends("w", "m4").Sees("anna", 4, "m4").Sees("bob", 4, "m4").Check();

        report.Violations.ShouldBeEmpty();
        report.UnacknowledgedDelivered.ShouldBe(1);
    }

    [Fact]
    public void MessageSeenTwiceByAReader_IsDoubled() => Breaks(Good().Sees("bob", 3, "m3")).Doubled.ShouldBe(1);

    [Fact]
    public void MessageStoredTwice_IsDoubled() =>
        Breaks(Good().Sees("anna", 4, "m3").Sees("bob", 4, "m3")).Doubled.ShouldBeGreaterThan(0);

    [Fact]
    public void MessagesSeenInAnotherOrder_AreReordered()
    {
        var report = Breaks(new MadeUpHistory().Begins("anna").Publishes("w", "m1", 1).Publishes("w", "m2", 2).Sees("anna", 2, "m2").Sees("anna", 1, "m1"));

        report.Reordered.ShouldBe(1);
        report.Lost.ShouldBe(0);
        report.Holes.ShouldBe(0);
    }

    [Fact]
    public void MessageFromBeforeTheBeginning_IsReordered() =>
        Breaks(new MadeUpHistory().Begins("anna", seq: 5).Publishes("w", "m5", 5).Sees("anna", 5, "m5")).Reordered.ShouldBe(1);

    [Fact]
    public void ReplyThatNamesAnotherSeq_IsAContradiction() =>
        Breaks(new MadeUpHistory().Begins("anna").Publishes("w", "m1", 2).Sees("anna", 1, "m1")).Contradictions.ShouldBe(1);

    [Fact]
    public void ReplyThatNamesAnotherMessageId_IsAContradiction() =>
        Breaks(new MadeUpHistory().Begins("anna").Sends("w", "m1").IsTold("m1", 1, "srv-other").Sees("anna", 1, "m1")).Contradictions.ShouldBe(1);

    [Fact]
    public void TwoRepliesThatDiffer_AreAContradiction() => Breaks(Good().IsTold("m3", 4)).Contradictions.ShouldBe(1);

    [Fact]
    public void SamePlaceWithAnotherMessageToAnotherReader_IsAContradiction() =>
        Breaks(new MadeUpHistory().Begins("anna").Begins("bob").Sends("w", "m1").Sends("v", "n1").Sees("anna", 1, "m1").Sees("bob", 1, "n1")).Contradictions.ShouldBe(1);

    [Fact]
    public void GapWithoutCause_IsAViolation()
    {
        var report = Breaks(new MadeUpHistory().Begins("anna").Publishes("w", "m1", 1).HearsOfGap("anna", 1, 1));

        report.Gaps.ShouldBe(1);
        report.Lost.ShouldBe(0);
    }

    [Fact]
    public void OddAnswer_IsAViolation() => Breaks(Good().Says("closed with 1008")).Violations.ShouldBe(["closed with 1008"]);

    [Fact]
    public void MessageToWhomDoesNotListen_IsAViolation() => Breaks(Good().Sees("eve", 1, "m1"));

    [Fact]
    public void OwnMessages_AreNotMissed() =>
        new MadeUpHistory().Begins("w").Publishes("w", "m1", 1).Publishes("v", "n1", 2).Sees("w", 2, "n1").Publishes("w", "m2", 3).Check().Violations.ShouldBeEmpty();

    [Fact]
    public void WriterThatWaited_KeepsItsOrder() =>
        Breaks(new MadeUpHistory().Publishes("w", "m1", 2).Publishes("w", "m2", 1)).Reordered.ShouldBe(1);

    [Fact]
    public void WriterThatSentAhead_KeepsItsOrder() =>
        Breaks(new MadeUpHistory().Sends("w", "m1").Sends("w", "m2").IsTold("m2", 1).IsTold("m1", 2)).Reordered.ShouldBe(1);

    [Fact]
    public void RefusedMessage_MayFallBehindThoseUnderWayWithIt_ButNotBehindLaterOnes()
    {
        new MadeUpHistory().Sends("w", "m1").Sends("w", "m2").IsRefused("m1").IsTold("m2", 1).IsTold("m1", 2).Check().Violations.ShouldBeEmpty();
        Breaks(new MadeUpHistory().Sends("w", "m1").IsRefused("m1").IsTold("m1", 2).Sends("w", "m2").IsTold("m2", 1)).Reordered.ShouldBe(1);
    }

    [Fact]
    public void HistoryWithoutAMessage_HasLostIt()
    {
        Breaks(Good().Holds(1, "m1").Holds(3, "m3")).ShouldSatisfyAllConditions(report => report.Lost.ShouldBe(1), report => report.Holes.ShouldBe(1));
        Breaks(Good().Holds(1, "m1").Holds(2, "m2")).Lost.ShouldBe(1);
    }

    [Fact]
    public void HistoryThatHasForgottenItsOldest_IsClean() => Good().Holds(2, "m2").Holds(3, "m3").Check().Violations.ShouldBeEmpty();

    [Fact]
    public void HistoryWithAnotherMessage_IsAContradiction() => Breaks(Good().Holds(1, "m1").Holds(2, "m3").Holds(3, "m2")).Contradictions.ShouldBe(2);

    [Fact]
    public void LostLog_ExcusesWhatWasInIt_WhenItMayBeLost()
    {
        var history = Good()
            .Publishes("w", "m4", 4).Sees("anna", 4, "m4")
            .HearsOfGap("anna", 1, 0, Second).HearsOfGap("bob", 1, 0, Second)
            .Publishes("w", "m5", 1).Sees("anna", 1, "m5").Sees("bob", 1, "m5")
            .Holds(1, "m5", Second);

        var report = history.Check(logsMayBeLost: true);
        report.Violations.ShouldBeEmpty();
        report.Gaps.ShouldBe(2);
        Breaks(history).Violations.Count.ShouldBe(2);
    }

    [Fact]
    public void LostLog_DoesNotExcuseWhatCameBehindIt()
    {
        var history = Good()
            .HearsOfGap("anna", 1, 0, Second).HearsOfGap("bob", 1, 0, Second)
            .Publishes("w", "m5", 1).Sees("anna", 1, "m5")
            .Publishes("w", "m6", 2).Sees("anna", 2, "m6").Sees("bob", 2, "m6")
            .Publishes("w", "m7", 3);

        var report = history.Check(logsMayBeLost: true);

        report.Lost.ShouldBe(3);
        report.Holes.ShouldBe(1);
    }

    [Fact]
    public void GapWithinALog_CoversWhatItNames_AndNoMore()
    {
        var history = new MadeUpHistory().Begins("anna")
            .Publishes("w", "m1", 1).Publishes("w", "m2", 2).Publishes("w", "m3", 3).Publishes("w", "m4", 4)
            .HearsOfGap("anna", 1, 2).Sees("anna", 4, "m4");

        var report = history.Check(logsMayBeLost: true);

        report.Lost.ShouldBe(1);
        report.Holes.ShouldBe(1);
    }

    [Fact]
    public void ManyViolations_AreAllCountedAndTheFirstTold()
    {
        var history = new MadeUpHistory().Begins("anna").Publishes("w", "m1", 1);
        for (var i = 0; i < HistoryChecker.MaxViolations + 20; i++)
        {
            history.Sees("anna", 1, "m1");
        }

        var report = history.Check();

        report.ViolationCount.ShouldBe(HistoryChecker.MaxViolations + 19);
        report.Violations.Count.ShouldBe(HistoryChecker.MaxViolations);
    }

    private static HistoryReport Breaks(MadeUpHistory history)
    {
        var report = history.Check();
        report.IsClean.ShouldBeFalse();
        report.Violations.ShouldNotBeEmpty();
        return report;
    }
}
