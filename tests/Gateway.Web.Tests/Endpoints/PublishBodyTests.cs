using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Realtime.Gateway.Web.Endpoints;

namespace Orleans.Realtime.Gateway.Web.Tests.Endpoints;

public sealed class PublishBodyTests
{
    private const PublishFields All = PublishFields.Type | PublishFields.UserId | PublishFields.UserIds | PublishFields.Sender;

    [Theory]
    [InlineData("""{"n":9007199254740993123,"f":1.10}""")]
    [InlineData("""  [ 1.0e+05 ,"\u00e9é\/" ]""")]
    [InlineData("null")]
    [InlineData("-0.0")]
    [InlineData("\"\"")]
    public void Read_KeepsTheDataByteForByte(string data)
    {
        var body = Read($$"""{"type":"t","data":{{data}} , "user_id":"u"}""", out var fault);

        fault.ShouldBeNull();
        Encoding.UTF8.GetString(body.Data!).ShouldBe(data.Trim());
        body.UserId.ShouldBe("u");
        body.Type.ShouldBe("t");
    }

    [Fact]
    public void Read_PassesOverUnknownFields_WhateverTheyHold()
    {
        var body = PublishBody.Read("""{"x":{"data":[1,{"user_id":5}]},"user_ids":5,"data":true,"from_user_id":{},"type":"t"}"""u8, PublishFields.Type, out var fault);

        fault.ShouldBeNull();
        body.Data.ShouldBe("true"u8.ToArray());
        body.UserIds.ShouldBeNull();
    }

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("\"data\"", "must be a JSON object")]
    [InlineData("{", "not valid JSON")]
    [InlineData("""{"data":1""", "not valid JSON")]
    [InlineData("""{"data":1}x""", "not valid JSON")]
    [InlineData("""{"data":1}{"data":2}""", "not valid JSON")]
    [InlineData("""{"data":}""", "not valid JSON")]
    [InlineData("""{"data":[1,}""", "not valid JSON")]
    [InlineData("""{"data":1,}""", "not valid JSON")]
    [InlineData("""{"x":[}""", "not valid JSON")]
    [InlineData("{}", "'data' is missing")]
    [InlineData("""{"data":1,"user_id":5}""", "'user_id' must be a string")]
    [InlineData("""{"data":1,"user_id":"\ud800"}""", "'user_id' is not valid Unicode")]
    [InlineData("""{"data":1,"user_ids":"u"}""", "'user_ids' must be an array of strings")]
    [InlineData("""{"data":1,"user_ids":["u",null]}""", "'user_ids' must be an array of strings")]
    [InlineData("""{"data":1,"echo":"yes"}""", "'echo' must be true or false")]
    public void Read_SaysWhatIsWrong(string json, string expected)
    {
        Read(json, out var fault);

        fault.ShouldNotBeNull();
        fault.ShouldContain(expected);
    }

    [Fact]
    public void Read_OfInvalidUtf8_IsRefused()
    {
        PublishBody.Read([.. "{\"data\":\""u8, 0xC3, .. "\"}"u8], All, out var fault);

        fault.ShouldBe("The body is not valid UTF-8.");
    }

    [Fact]
    public void Read_OfMoreUsersThanABatchMayHave_IsRefused()
    {
        Read($$"""{"data":1,"user_ids":[{{string.Join(',', Enumerable.Range(0, 1_001).Select(i => $"\"{i}\""))}}]}""", out var fault);

        fault.ShouldBe("'user_ids' has more than 1000 entries.");
    }

    [Fact]
    public void Read_OfAnyBytes_NeverThrows() =>
        Prop.ForAll<byte[]>(bytes => PublishBody.Read(bytes, All, out _) is not null).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_OfDamagedBodies_NeverThrows()
    {
        var good = """{"user_id":"ué","user_ids":["a","b"],"type":"t","data":{"a":[1,2.50,"x"]},"id":"k","from_user_id":null,"echo":true}"""u8.ToArray();
        Prop.ForAll<int, byte>((at, value) =>
        {
            var damaged = good.ToArray();
            damaged[(uint)at % damaged.Length] = value;
            return PublishBody.Read(damaged, All, out _) is not null;
        }).QuickCheckThrowOnFailure();
    }

    private static PublishBody Read(string json, out string? fault) => PublishBody.Read(Encoding.UTF8.GetBytes(json), All, out fault);
}
