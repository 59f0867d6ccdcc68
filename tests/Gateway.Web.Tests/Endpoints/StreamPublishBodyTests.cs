using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Realtime.Gateway.Web.Endpoints;
using Orleans.Realtime.Gateway.Web.Tests.Protocol;

namespace Orleans.Realtime.Gateway.Web.Tests.Endpoints;

public sealed class StreamPublishBodyTests
{
    [Fact]
    public void Read_KeepsEveryDataByteForByte() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var data = Enumerable.Range(0, random.Next(1, 6)).Select(_ => RandomJson.Value(random)).ToList();
        var json = "{\"messages\":[" + string.Join(',', data.Select((value, i) => $$"""{{RandomJson.Space(random)}}{"id":"{{i + 1}}-7","data":{{RandomJson.Space(random)}}{{value}}}""")) + "]}";

        var body = StreamPublishBody.Read(Encoding.UTF8.GetBytes(json), out var fault);

        fault.ShouldBeNull(json);
        body.IsBatch.ShouldBeTrue();
        body.Messages.Select(message => Encoding.UTF8.GetString(message.Data)).ShouldBe(data);
        body.Messages.Select(message => message.Id!.Value.Milliseconds).ShouldBe(data.Select((_, i) => (ulong)i + 1));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_OfDamagedBodies_NeverThrows()
    {
        var good = """{"messages":[{"data":{"a":[1,2.50,"x"]},"id":"5-1"},{"data":"é"}],"more":[{}]}"""u8.ToArray();
        Prop.ForAll<int, byte>((at, value) =>
        {
            var damaged = good.ToArray();
            damaged[(uint)at % damaged.Length] = value;
            var body = StreamPublishBody.Read(damaged, out var fault);
            return fault is null == body.Messages.Length > 0;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Read_OfInvalidUtf8_IsRefused()
    {
        StreamPublishBody.Read([.. "{\"data\":\""u8, 0xC3, .. "\"}"u8], out var fault);

        fault.ShouldBe("The body is not valid UTF-8.");
    }
}
