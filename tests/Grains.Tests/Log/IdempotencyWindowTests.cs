using FsCheck;
using FsCheck.Fluent;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;
using static Orleans.Realtime.Grains.Tests.Log.LogTestData;

namespace Orleans.Realtime.Grains.Tests.Log;

public sealed class IdempotencyWindowTests
{
    private const int WindowMs = 50;
    private const int MaxPerSender = 4;
    private const int MaxTotal = 9;

    [Fact]
    public void Window_RecognisesWhatTheModelRecognises() => Check(Gen.Choose(0, 99_999).ArrayOf());

    [Fact]
    public void Window_OverLongHistories_RecognisesWhatTheModelRecognises() => Check(Gen.Choose(0, 99_999).ArrayOf(600));

    private static void Check(Gen<int[]> histories) =>
        Prop.ForAll(histories.ToArbitrary(), (Action<int[]>)Replay).QuickCheckThrowOnFailure();

    private static void Replay(int[] steps)
    {
        var window = new IdempotencyWindow(TimeSpan.FromMilliseconds(WindowMs), MaxPerSender, MaxTotal);
        var model = new List<Message>();
        long seq = 40;
        long now = 1000;
        foreach (int step in steps)
        {
            now += step % 7;
            window.Expire(now);
            model.RemoveAll(message => message.CreatedAtUnixMs < now - WindowMs);
            Message message = Draw(step, seq) with { Seq = seq, CreatedAtUnixMs = now };
            Message? repeated = model.FindLast(seen => message.ClientId is not null && SameClientId(seen, message))
                ?? model.FindLast(seen => seen.Id == message.Id);

            window.TryFind(message, out SeenMessage found).ShouldBe(repeated is not null);
            if (repeated is not null)
            {
                found.ShouldBe(new SeenMessage(repeated.Id, repeated.Seq, repeated.CreatedAtUnixMs));
                continue;
            }

            window.Add(message);
            if (step % 11 == 0)
            {
                window.RemoveFrom(seq);
            }
            else
            {
                window.Settle();
                model.Add(message);
                seq++;
                Bound(model, message.SenderId);
            }

            window.Count.ShouldBe(model.Count);
        }
    }

    /// <summary>Few senders and ids, so that most messages repeat something.</summary>
    private static Message Draw(int step, long seq)
    {
        string? sender = (step / 7 % 4) switch { 0 => null, 1 => "u1", 2 => "u2", _ => "u3" };
        string? clientId = step / 28 % 3 == 0 ? null : $"c{step / 84 % 8}";
        string id = step / 84 % 5 == 0 ? $"m{seq - (step / 420 % 12)}" : $"m{seq}";
        return NewMessage(id, sender, clientId);
    }

    private static bool SameClientId(Message one, Message other) => one.ClientId == other.ClientId && one.SenderId == other.SenderId;

    private static void Bound(List<Message> model, string? sender)
    {
        if (model.Count(message => message.SenderId == sender) > MaxPerSender)
        {
            model.RemoveAt(model.FindIndex(message => message.SenderId == sender));
        }

        while (model.Count > MaxTotal)
        {
            model.RemoveAt(0);
        }
    }
}
