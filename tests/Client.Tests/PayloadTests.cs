using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Client.Tests.Support;

namespace Orleans.Realtime.Client.Tests;

/// <summary>Payloads: byte for byte, as texts, elements and the application's own types.</summary>
public sealed partial class PayloadTests
{
    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("{ \"b\" : 1e2,\n \"a\" : \"\\u00e4\" }")]
    [InlineData("[1.0,1.00,-0,{\"k\":null}]")]
    public async Task Payload_ArrivesAndLeavesByteForByte(string json)
    {
        await using var world = new World();
        var heard = world.Collect<RoomMessage>();
        var socket = await world.ConnectAsync();
        await world.SubscribeAsync(socket);
        socket.Send($$"""{"type":"room","id":"m","room_id":"r1","seq":1,"data":{{json}} ,"from_user_id":"u2"}""");
        await heard.CountAsync(1);

        Encoding.UTF8.GetString(heard.Last.Data.Utf8.Span).ShouldBe(json);
        heard.Last.Data.ToElement().GetRawText().ShouldBe(json);
        Encoding.UTF8.GetString(Protocol.FrameWriter.Write("room", "i", heard.Last.Data, static (writer, data) => Protocol.FrameWriter.WritePayload(writer, "data"u8, data)))
            .ShouldBe($$"""{"type":"room","id":"i","data":{{json}}}""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("1 2")]
    [InlineData("nul")]
    public void Payload_ThatIsNoJson_IsRefused(string json) => Should.Throw<JsonException>(() => JsonPayload.FromJson(json));

    [Fact]
    public void Payload_DeeperThanTheServerTakes_IsRefused() =>
        Should.Throw<JsonException>(() => JsonPayload.FromJson(new string('[', 129) + new string(']', 129)));

    [Fact]
    public void Payload_Converts()
    {
        default(JsonPayload).ToString().ShouldBe("null");
        JsonPayload text = "a\"ä\n";
        text.ToElement().GetString().ShouldBe("a\"ä\n");
        JsonPayload none = (string?)null;
        none.ShouldBe(default);
        using var document = JsonDocument.Parse("""{ "n": 1.50 }""");
        JsonPayload element = document.RootElement;
        element.ToString().ShouldBe("""{ "n": 1.50 }""");
        (element == JsonPayload.FromJson("""{ "n": 1.50 }""")).ShouldBeTrue();
        (element != JsonPayload.FromJson("""{"n":1.50}""")).ShouldBeTrue();
        element.GetHashCode().ShouldBe(JsonPayload.FromJson("""{ "n": 1.50 }""").GetHashCode());
    }

    [Fact]
    public void Payload_OfTheApplicationsOwnType_ComesBack()
    {
        var order = new Order(9007199254740993, ["tea"]);

        JsonPayload.From(order, Types.Default.Order).Deserialize(Types.Default.Order)!.Number.ShouldBe(9007199254740993);
        JsonPayload.From(order, Types.Default.Options).Deserialize<Order>(Types.Default.Options)!.Items.ShouldBe(["tea"]);
        JsonPayload.From(order).ToString().ShouldBe("""{"number":9007199254740993,"items":["tea"]}""");
        Should.Throw<NotSupportedException>(() => JsonPayload.From(new Uri("http://a/"), Types.Default.Options));
    }

    [Fact]
    public async Task Publish_TakesTheApplicationsOwnType()
    {
        await using var world = new World(options => options.SerializerOptions = Types.Default.Options);
        var socket = await world.ConnectAsync();
        _ = world.Client.PublishAsync("r1", new Order(1, []));
        _ = world.Client.PublishAsync("r2", new Order(2, []), Types.Default.Order);

        ((int)(await socket.NextAsync("room"))["data"]!["Number"]!).ShouldBe(1);
        ((int)(await socket.NextAsync("room"))["data"]!["Number"]!).ShouldBe(2);
    }

    [Fact]
    public async Task Publish_OfATypeThatNobodyKnows_SaysWhatIsMissing()
    {
        await using var world = new World();

        (await Should.ThrowAsync<InvalidOperationException>(() => world.Client.PublishAsync("r1", new Order(1, [])))).Message.ShouldContain("SerializerOptions");
    }

    internal sealed record Order(long Number, IReadOnlyList<string> Items);

    [JsonSerializable(typeof(Order))]
    internal sealed partial class Types : JsonSerializerContext;
}
