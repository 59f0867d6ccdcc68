using FsCheck;
using FsCheck.Fluent;
using Orleans.Realtime.Cli.Terminals;
using Spectre.Console;

namespace Orleans.Realtime.Cli.Tests.Terminals;

public sealed class WordsTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("[red]x[/]", "[[red]]x[[/]]")]
    [InlineData("a\u001b[31mb", "a\\u001b[[31mb")]
    [InlineData("two\nlines\tand a tab", "two\\nlines\\tand a tab")]
    [InlineData("\u009b2J", "\\u009b2J")]
    [InlineData(null, "")]
    public void Safe_ShowsWhatCouldMoveTheCursor(string? text, string shown)
    {
        Words.Safe(text).ShouldBe(shown);
    }

    [Fact]
    public void Safe_IsMarkupThatShowsTheText_WhateverItIs()
    {
        Prop.ForAll<string>(text =>
        {
            var shown = Words.Safe(text);
            return Markup.Remove(shown) == Words.Visible(text ?? "") && !shown.Any(char.IsControl);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("Rooms:MaxMesages", "Rooms:MaxMessages")]
    [InlineData("rooms:maxmessages", "Rooms:MaxMessages")]
    [InlineData("Inbox:MaxAge", "Inbox:MaxAge")]
    [InlineData("Weather:Tomorrow", null)]
    public void Nearest_IsTheNameThatWasMeant(string name, string? meant)
    {
        Words.Nearest(name, ["Rooms:MaxMessages", "Rooms:MaxAge", "Inbox:MaxAge"]).ShouldBe(meant);
    }

    [Fact]
    public void Nearest_OfEquallyNearNames_HasTheSameBeginning()
    {
        Words.Nearest("Rom", ["Log", "Rooms"]).ShouldBe("Rooms");
        Words.Nearest("Rom", []).ShouldBeNull();
    }

    [Theory]
    [InlineData(0.34, "0.3 ms")]
    [InlineData(42, "42 ms")]
    [InlineData(1_240, "1.2 s")]
    public void Time_HasTheUnitThatFits(double milliseconds, string shown)
    {
        Words.Time(TimeSpan.FromMilliseconds(milliseconds)).ShouldBe(shown);
    }

    [Fact]
    public void Many_KnowsOneFromTwo()
    {
        Words.Many(1, "message").ShouldBe("1 message");
        Words.Many(12_345, "message").ShouldBe("12,345 messages");
    }
}
