using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Realtime.Grains.Streams.Redis;

namespace Orleans.Realtime.Grains.Tests.Streams.Redis;

public sealed class JsonTextTests
{
    /// <summary>Pieces that make JSON, and near misses of it, more often than random bytes do.</summary>
    private static readonly string[] Pieces =
        ["{", "}", "[", "]", ",", ":", "\"a\"", "\"\"", "\"\\n\"", "\"\\u00e9\"", "\"\\u12g4\"", "\"\\x\"", "\"\t\"", "\"", "\\", "0", "-0", "01", "-", "1.5", "1.", ".5", "1e5", "1E+5", "1e", "-1e-9",
            "true", "false", "null", "nul", "True", " ", "\n", "\t", "\r", "\v", "é", "\uFEFF", "/", "'"];

    private static readonly JsonSerializerOptions Indented = new()
    {
        IncludeFields = true, NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals, WriteIndented = true,
    };

    [Fact]
    public void IsValue_AgreesWithTheFramework() => Prop.ForAll(
        Arb.From(Gen.Elements(Pieces).ArrayOf()),
        pieces => Agrees(Encoding.UTF8.GetBytes(string.Concat(pieces)))).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000).WithEndSize(12));

    [Fact]
    public void IsValue_OfBrokenDocuments_AgreesWithTheFramework() => Prop.ForAll(
        ArbMap.Default.ArbFor<Dictionary<string, (int[], string?, double)[]>>(),
        ArbMap.Default.ArbFor<(int At, byte Value)>(),
        (document, change) =>
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(document, Indented);
            JsonText.IsValue(bytes).ShouldBeTrue();
            bytes[Math.Abs(change.At % bytes.Length)] = change.Value;
            return Agrees(bytes) && Agrees(bytes[..Math.Abs(change.At % bytes.Length)]);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void WriteString_IsReadAsTheSameText() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>(),
        text =>
        {
            var bytes = Encoding.UTF8.GetBytes(text.Get);
            var written = new ArrayBufferWriter<byte>();
            JsonText.WriteString(written, bytes);
            Encoding.UTF8.GetBytes(JsonSerializer.Deserialize<string>(written.WrittenSpan)!).ShouldBe(bytes);
        }).QuickCheckThrowOnFailure();

    private static bool Agrees(byte[] data)
    {
        bool expected;
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(data);
            var reader = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = 1_000 });
            while (reader.Read())
            {
                // To its end.
            }

            expected = true;
        }
        catch (Exception exception) when (exception is JsonException or DecoderFallbackException)
        {
            expected = false;
        }

        return JsonText.IsValue(data) == expected;
    }
}
