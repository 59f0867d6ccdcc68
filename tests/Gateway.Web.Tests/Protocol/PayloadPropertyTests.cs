using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Protocol;

public sealed class PayloadPropertyTests
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary();

    private readonly ClientFrameParser _parser = new();

    [Fact]
    public void Payload_OfAnyForm_ArrivesByteForByte() => Check(seed =>
    {
        var random = new Random(seed);
        string data = RandomJson.Value(random);
        string json = $"{RandomJson.Space(random)}{{\"type\":\"room\",\"data\"{RandomJson.Space(random)}:{RandomJson.Space(random)}{data}{RandomJson.Space(random)},\"room_id\":\"r\"}}";

        _parser.TryParse(Encoding.UTF8.GetBytes(json), out ClientFrame frame, out _).ShouldBeTrue();

        byte[] payload = frame.CopyData();
        Encoding.UTF8.GetString(payload).ShouldBe(data);
        byte[] sent = MessageFrames.Encode(LogId.Room("r"), new Message { Id = "m", Seq = 1, Data = payload });
        using JsonDocument document = JsonDocument.Parse(sent);
        document.RootElement.GetProperty("data").GetRawText().ShouldBe(data);
    });

    [Fact]
    public void Payload_SplitOverSegments_ArrivesByteForByte() => Check(seed =>
    {
        var random = new Random(seed);
        string data = RandomJson.Value(random);
        ReadOnlySequence<byte> split = RandomJson.Split(Encoding.UTF8.GetBytes($"{{\"type\":\"broadcast\",\"data\":{data},\"id\":\"äß\"}}"), random);

        _parser.TryParse(split, out ClientFrame frame, out _).ShouldBeTrue();

        Encoding.UTF8.GetString(frame.CopyData()).ShouldBe(data);
        frame.Id.ShouldBe("äß");
    });

    [Fact]
    public void Bytes_OfAnyKind_NeverThrow() => Check(seed =>
    {
        var random = new Random(seed);
        byte[] bytes = Encoding.UTF8.GetBytes($$$"""{"type":"user","id":"x","target_ids":["a"],"rooms":{"r":{"seq":1}},"data":{{{RandomJson.Value(random)}}}}""");
        for (int i = random.Next(1, 6); i > 0; i--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        byte[] noise = new byte[random.Next(40)];
        random.NextBytes(noise);

        _ = _parser.TryParse(bytes.AsMemory(0, random.Next(bytes.Length + 1)), out _, out _);
        _ = _parser.TryParse(noise, out _, out _);
    });

    [Fact]
    public void Ids_OfAnyValidForm_SurviveTheWayThroughAFrame() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            string id = text.Get;
            string json = $"{{\"type\":\"subscribe\",\"room_id\":{JsonSerializer.Serialize(id)}}}";
            bool parsed = _parser.TryParse(Encoding.UTF8.GetBytes(json), out ClientFrame frame, out _);

            return parsed == Identifiers.IsRoomId(id) && (!parsed || RoundTrip(frame.RoomId!) == id);
        }).QuickCheckThrowOnFailure();

    private static string? RoundTrip(string roomId)
    {
        using JsonDocument document = JsonDocument.Parse(ServerFrames.Gap(LogId.Room(roomId), null, 1, 2, null));
        return document.RootElement.GetProperty("room_id").GetString();
    }

    private static void Check(Action<int> body) => FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Seeds, body));
}
