using Orleans.Realtime.Cli.Bench;
using Orleans.Realtime.Client;

namespace Orleans.Realtime.Cli.Tests.Bench;

public sealed class StampTests
{
    [Theory]
    [InlineData(48)]
    [InlineData(200)]
    [InlineData(65_536)]
    public void Stamp_ComesBack_AndHasItsSize(int bytes)
    {
        var stamp = new Stamp(7, 12_345, 998_877_665_544);
        var data = stamp.Write(bytes);

        Stamp.TryRead(data, out var read).ShouldBeTrue();
        read.ShouldBe(stamp);
        data.Utf8.Length.ShouldBeInRange(bytes, bytes + 24);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("{}")]
    [InlineData("""{"p":1}""")]
    [InlineData("""{"p":"x","n":1,"t":1}""")]
    [InlineData("""{"other":1,"p":1,"n":1,"t":1}""")]
    public void Other_IsNone(string json) => Stamp.TryRead(JsonPayload.FromJson(json), out _).ShouldBeFalse();
}
