using System.Diagnostics.Metrics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Grains.Log.Redis;
using Orleans.Realtime.Grains.Streams.Redis;
using StackExchange.Redis;

namespace Orleans.Realtime.Grains.Tests.Streams.Redis;

public sealed class StreamEntryFormatTests : IDisposable
{
    private static readonly StreamId Id = new(1763690000000, 3);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly StorageMetrics _metrics;
    private int _unreadable;

    public StreamEntryFormatTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Name == "realtime.storage.unreadable")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, count, _, _) => _unreadable += (int)count);
        _listener.Start();
        _metrics = new StorageMetrics(meters);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void Anything_ComesBackByteForByte() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>(),
        ArbMap.Default.ArbFor<byte>(),
        (text, times) =>
        {
            var data = JsonSerializer.SerializeToUtf8Bytes(string.Concat(Enumerable.Repeat(text.Get, times)));
            var stored = Format(32).Write(data, out var encoding);
            stored.Length.ShouldBeLessThanOrEqualTo(data.Length);
            Format(0).Read(Id, 0, encoding.Length == 0 ? [stored] : ["data", stored, "encoding", encoding]).Data.ShouldBe(data);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Foreigners_NeverBreakAReader() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[][]>(),
        ArbMap.Default.ArbFor<byte>(),
        (values, shape) =>
        {
            List<RedisValue> fields = [.. values.Select(value => (RedisValue)(value ?? []))];
            fields.AddRange((shape % 5) switch
            {
                0 => [],
                1 => (RedisValue[])["data", values.Length > 0 ? values[0] ?? [] : "x"],
                2 => ["encoding", "gzip", "data", values.Length > 0 ? values[^1] ?? [] : "x"],
                3 => ["data", Zip(values.Length > 0 ? values[0] ?? [] : []), "encoding", "gzip"],
                _ => ["timestamp", values.Length > 0 ? values[0] ?? [] : "x", "data"],
            });
            var entry = Format().Read(Id, 0, fields.Count == 0 ? [RedisValue.EmptyString] : fields.ToArray());
            using var json = JsonDocument.Parse(entry.Data);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("1 ", "1 ")]
    [InlineData("", "\"\"")]
    [InlineData("{\"a\":", "\"{\\\"a\\\":\"")]
    [InlineData("{}{}", "\"{}{}\"")]
    [InlineData("nul", "\"nul\"")]
    [InlineData("a\t\\b\u0000é", "\"a\\u0009\\\\b\\u0000é\"")]
    [InlineData("{'a':1}", "\"{'a':1}\"")]
    public void Data_ThatAreNoJson_AreAString(string data, string expected)
    {
        Encoding.UTF8.GetString(Format().Read(Id, 0, [Encoding.UTF8.GetBytes(data)]).Data).ShouldBe(expected);
        _unreadable.ShouldBe(0);
    }

    [Fact]
    public void Data_ThatAreNoText_AreABase64String()
    {
        byte[] bytes = [(byte)'"', 0xFF, (byte)'"'];

        Encoding.UTF8.GetString(Format().Read(Id, 0, [bytes]).Data).ShouldBe("\"Iv8i\"");
    }

    [Fact]
    public void Data_OfAnyDepth_PassAsTheyAre()
    {
        var deep = Encoding.UTF8.GetBytes(new string('[', 100_000) + new string(']', 100_000));

        Format().Read(Id, 0, [deep]).Data.ShouldBe(deep);
    }

    [Fact]
    public void Fields_WithoutData_AreAnObject_TheLaterOfTwo()
    {
        RedisValue[] fields = ["a", "1", "b", new byte[] { 0xFF }, "a", "\"2\"", "lonely"];

        Encoding.UTF8.GetString(Format().Read(Id, 0, fields).Data).ShouldBe("{\"b\":\"/w==\",\"a\":\"\\\"2\\\"\"}");
    }

    [Fact]
    public void Compressed_ThatIsBrokenOrTooLarge_IsABase64StringAndCounted()
    {
        byte[] zipped = Zip(Encoding.UTF8.GetBytes('"' + new string('x', 5_000) + '"'));
        byte[] tooLarge = Zip(new byte[StreamEntryFormat.MaxDecompressedBytes + 1]);
        byte[] tooShort = [.. zipped];
        byte[] tooLong = [.. zipped];
        (tooShort[^4], tooShort[^3]) = (1, 0);
        tooLong[^3]++;
        byte[][] broken = [[], [1, 2, 3], zipped[..^9], [.. zipped, .. zipped], [.. zipped[..30], .. zipped[40..]], tooShort, tooLong, tooLarge, new byte[40]];
        foreach (var data in broken)
        {
            Encoding.UTF8.GetString(Format().Read(Id, 0, ["data", data, "encoding", "gzip"]).Data).Trim('"').ShouldBe(Convert.ToBase64String(data));
        }

        Encoding.UTF8.GetString(Format().Read(Id, 0, ["data", "x", "encoding", "br"]).Data).ShouldBe("\"eA==\"");
        _unreadable.ShouldBe(broken.Length + 1);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1_000, true)]
    [InlineData(1_001, false)]
    public void Compression_BeginsAtItsSize(int from, bool isCompressed)
    {
        var format = Format(from);

        format.Write(Encoding.UTF8.GetBytes(new string('1', 1_000)), out var encoding).Length.ShouldBeInRange(isCompressed ? 18 : 1_000, isCompressed ? 60 : 1_000);
        encoding.ShouldBe(isCompressed ? "gzip" : string.Empty);
    }

    [Fact]
    public void Compression_OfWhatDoesNotGetSmaller_IsLeftOut()
    {
        var data = new byte[5_000];
        new Random(1).NextBytes(data);

        Format(1).Write(data, out var encoding).ShouldBeSameAs(data);
        encoding.ShouldBeEmpty();
        Format(1).Write([1], out encoding).ShouldBe([1]);
    }

    [Fact]
    public void Timestamp_IsTheIdsUnlessTheEntryTells()
    {
        Format().Read(Id, 2, ["1"]).ShouldSatisfyAllConditions(entry => entry.TimestampMs.ShouldBe(1763690000000), entry => entry.DeliveryCount.ShouldBe(2));
        Format().Read(Id, 0, ["data", "1", "timestamp", "77"]).TimestampMs.ShouldBe(77);
        Format().Read(Id, 0, ["data", "1", "timestamp", "yesterday"]).TimestampMs.ShouldBe(1763690000000);
        Format().Read(StreamId.Max, 0, ["1"]).TimestampMs.ShouldBe(long.MaxValue);
    }

    private static byte[] Zip(byte[] data)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(data);
        }

        return target.ToArray();
    }

    private StreamEntryFormat Format(int compressFrom = 0) => new(compressFrom, _metrics);
}
