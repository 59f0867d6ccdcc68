using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;
using static Orleans.Realtime.Grains.Tests.Log.LogTestData;

namespace Orleans.Realtime.Grains.Tests.Log;

/// <content>Recalled entries, and logs that are deleted.</content>
public abstract partial class MessageLogContract
{
    [Fact]
    public async Task Append_OfARecall_ErasesWhatItRefersToAndLeavesNoHole()
    {
        LogId log = NewLog();
        LogHead head = await Store.Value.OpenAsync(log, KeepAll);
        Message[] batch = [.. Entries(head.Position, 5, Clock).Select(m => m with { Kind = MessageKind.Group, ClientId = "c" + m.Seq, Mentions = ["u9"] })];
        head = await Store.Value.AppendAsync(log, head.Position, batch, KeepAll);

        head = await Store.Value.AppendAsync(log, head.Position, [Recall(head, batch[1], Clock.GetUtcNow())], KeepAll);
        head = await Store.Value.AppendAsync(log, head.Position, [Recall(head, batch[4], Clock.GetUtcNow())], KeepAll);

        List<Message> all = await CreatePeer(Store.Value).ReadAllAsync(log, KeepAll, page: 2);
        all.Seqs().ShouldBe(Range(1, 7));
        foreach (Message erased in (Message[])[all[1], all[4]])
        {
            Message original = batch[erased.Seq - 1];
            (erased.Kind, erased.Data.Length, erased.Mentions).ShouldBe((MessageKind.Erased, 0, null));
            (erased.Id, erased.SenderId, erased.ClientId, erased.CreatedAtUnixMs)
                .ShouldBe((original.Id, original.SenderId, original.ClientId, original.CreatedAtUnixMs));
        }

        all.Select(m => m.Kind).ShouldBe(
            [MessageKind.Group, MessageKind.Erased, MessageKind.Group, MessageKind.Group, MessageKind.Erased, MessageKind.Recall, MessageKind.Recall]);
        LogSlice backward = await Store.Value.ReadAsync(log, LogRead.Before(7, 4), KeepAll);
        backward.Messages.Seqs().ShouldBe(Range(3, 6));
        (await CreatePeer(Store.Value).OpenAsync(log, KeepAll)).ShouldBe(head);
    }

    [Fact]
    public async Task Append_OfARecallOfWhatIsGone_ChangesNothingElse()
    {
        var keep = new LogRetention(3);
        LogId log = NewLog();
        LogHead head = await Store.Value.OpenAsync(log, keep);
        Message[] batch = Entries(head.Position, 5, Clock);
        head = await Store.Value.AppendAsync(log, head.Position, batch, keep);

        head = await Store.Value.AppendAsync(log, head.Position, [Recall(head, batch[0], Clock.GetUtcNow())], keep);

        (await Store.Value.ReadAllAsync(log, keep)).Select(m => (m.Seq, m.Kind)).ShouldBe([(4, MessageKind.Room), (5, MessageKind.Room), (6, MessageKind.Recall)]);
    }

    [Fact]
    public async Task Retention_PassesOverErasedEntries_AndTheLogStaysWhole()
    {
        var keep = new LogRetention(4, TimeSpan.FromMinutes(10));
        LogId log = NewLog();
        LogHead head = await Store.Value.OpenAsync(log, keep);
        for (int round = 0; round < 6; round++)
        {
            Message[] batch = Entries(head.Position, 2, Clock);
            head = await Store.Value.AppendAsync(log, head.Position, batch, keep);
            head = await Store.Value.AppendAsync(log, head.Position, [Recall(head, batch[0], Clock.GetUtcNow())], keep);
            Clock.Advance(TimeSpan.FromMinutes(1));
            LogHead opened = await CreatePeer(Store.Value).OpenAsync(log, keep);
            opened.ShouldBe(head);
            (await Store.Value.ReadAllAsync(log, keep)).Seqs().ShouldBe(Range(head.FirstSeq, head.LastSeq));
        }

        Clock.Advance(TimeSpan.FromMinutes(9));
        head = await Store.Value.TrimAsync(log, keep);
        (await Store.Value.ReadAllAsync(log, keep)).Seqs().ShouldBe(Range(head.FirstSeq, head.LastSeq));
        (await CreatePeer(Store.Value).OpenAsync(log, keep)).Epoch.ShouldBe(head.Epoch);
    }

    [Fact]
    public async Task Delete_RemovesTheLog_AndTheNextIsAnother()
    {
        LogId log = NewLog();
        LogHead head = await Store.Value.OpenAsync(log, KeepAll);
        Message[] batch = Entries(head.Position, 3, Clock);
        head = await Store.Value.AppendAsync(log, head.Position, batch, KeepAll);
        await Store.Value.AppendAsync(log, head.Position, [Recall(head, batch[1], Clock.GetUtcNow())], KeepAll);

        await Store.Value.DeleteAsync(log);
        await Store.Value.DeleteAsync(log);

        LogHead next = await CreatePeer(Store.Value).OpenAsync(log, KeepAll);
        next.Epoch.ShouldNotBe(head.Epoch);
        next.IsEmpty.ShouldBeTrue();
        (await Store.Value.ReadAllAsync(log, KeepAll)).ShouldBeEmpty();
    }

    private static Message Recall(LogHead head, Message message, DateTimeOffset now) => NewMessage() with
    {
        Kind = MessageKind.Recall,
        Seq = head.LastSeq + 1,
        CreatedAtUnixMs = now.ToUnixTimeMilliseconds(),
        Reference = new MessageReference(MessageId: message.Id, Seq: message.Seq),
    };
}
