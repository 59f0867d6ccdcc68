using System.Text;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Bench.Tests.Wire;

public sealed class StampTests
{
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(1234567890123456, 99999, 9999999999)]
    public void TryFind_InWhatWriteWrote_FindsTheSame(long time, int publisher, long number)
    {
        var place = 0;
        Stamp.TryFind(Encoding.ASCII.GetBytes("{\"type\":\"room\",\"data\":\"" + Data(new(time, publisher, number)) + "\"}"), ref place, out var found).ShouldBeTrue();

        found.ShouldBe(new Stamp(time, publisher, number));
        place.ShouldBe(23);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"type\":\"pong\"}")]
    [InlineData("@@12")]
    public void TryFind_WhereNoneIs_FindsNone(string frame)
    {
        var place = 7;
        Stamp.TryFind(Encoding.ASCII.GetBytes(frame), ref place, out _).ShouldBeFalse();
    }

    [Fact]
    public void TryFind_WithAWrongGuess_LooksEverywhere()
    {
        var place = 3;
        Stamp.TryFind(Encoding.ASCII.GetBytes("0123456789" + Data(new(1, 2, 3))), ref place, out var found).ShouldBeTrue();
        found.ShouldBe(new Stamp(1, 2, 3));
    }

    [Fact]
    public void Write_FillsAllData_WithoutAnythingThatFramingsEscape()
    {
        var data = Data(new(5, 6, 7));
        data.Length.ShouldBe(200);
        data.ShouldAllBe(character => char.IsAsciiLetterOrDigit(character) || character == '@');
    }

    internal static string Data(Stamp stamp)
    {
        var data = new byte[Stamp.DataBytes];
        stamp.Write(data);
        return Encoding.ASCII.GetString(data);
    }
}
