using System.Text;
using Orleans.Realtime.Gateway.Web.Protocol;

namespace Orleans.Realtime.Gateway.Web.Tests.Protocol;

public sealed class TextMentionsTests
{
    [Theory]
    [InlineData("""  "hi @anna, @bob!" """, "anna,|bob!")]
    [InlineData("""{"text":"@a @a @b","x":"@c"}""", "a|b")]
    [InlineData("""{"x":{"text":"@no"},"text":"a@b@c d"}""", "b|c")]
    [InlineData("\"\\u0040anna\"", null)]
    [InlineData("""{"t":"@anna"}""", null)]
    [InlineData("""["@anna"]""", null)]
    [InlineData(""" "@ @" """, null)]
    [InlineData("42", null)]
    public void Find_TakesWhatFollowsAnAt(string content, string? expected)
    {
        var found = TextMentions.Find(Encoding.UTF8.GetBytes(content.Trim()));

        (found is null ? null : string.Join('|', found)).ShouldBe(expected);
    }

    [Fact]
    public void Find_StopsAtTheLimit()
    {
        var text = string.Join(' ', Enumerable.Range(0, 300).Select(i => $"@u{i}"));

        TextMentions.Find(Encoding.UTF8.GetBytes($"\"{text}\""))!.Length.ShouldBe(Identifiers.MaxMentions);
    }
}
