using System.Text;
using System.Text.RegularExpressions;

namespace Orleans.Realtime.Tests.Shared;

/// <summary>A page of the documentation: its headings with the anchors that GitHub gives them, its links, its code.</summary>
internal sealed partial class MarkdownPage
{
    private MarkdownPage(string file) => File = file;

    /// <summary>A fenced block: the words behind its fence (the language first), its lines, and the number of the first of them.</summary>
    public sealed record Block(string Language, IReadOnlyList<string> Words, int Line, IReadOnlyList<string> Lines);

    /// <summary>A heading; <c>Line</c> counts from 1.</summary>
    public sealed record Heading(int Level, string Text, string Anchor, int Line);

    /// <summary>What a link names, as it is written.</summary>
    public sealed record Link(string Target, int Line);

    public string File { get; }

    public List<Block> Blocks { get; } = [];

    public List<Heading> Headings { get; } = [];

    public List<Link> Links { get; } = [];

    /// <summary>The lines outside blocks, with their numbers.</summary>
    public List<(int Line, string Text)> Prose { get; } = [];

    public static MarkdownPage Read(string file)
    {
        var page = new MarkdownPage(file);
        var anchors = new Dictionary<string, int>(StringComparer.Ordinal);
        List<string>? code = null;
        var (fence, info, start) = (string.Empty, string.Empty, 0);
        var number = 0;
        foreach (var line in System.IO.File.ReadLines(file))
        {
            number++;
            var match = Fence().Match(line);
            if (code is not null)
            {
                if (match.Success && match.Groups["info"].Length == 0 && match.Groups["fence"].Value.StartsWith(fence, StringComparison.Ordinal))
                {
                    var words = info.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                    page.Blocks.Add(new Block(words.FirstOrDefault(string.Empty), [.. words.Skip(1)], start + 1, code));
                    code = null;
                }
                else
                {
                    code.Add(line);
                }
            }
            else if (match.Success)
            {
                (code, fence, info, start) = ([], match.Groups["fence"].Value, match.Groups["info"].Value, number);
            }
            else
            {
                page.ReadProse(line, number, anchors);
            }
        }

        code.ShouldBeNull($"{file}: the block that begins in line {start} does not end");
        return page;
    }

    private void ReadProse(string line, int number, Dictionary<string, int> anchors)
    {
        Prose.Add((number, line));
        if (HeadingLine().Match(line) is { Success: true } heading)
        {
            var text = heading.Groups["text"].Value.Trim();
            var anchor = AnchorOf(text);
            anchors[anchor] = anchors.TryGetValue(anchor, out var before) ? before + 1 : 0;
            Headings.Add(new Heading(heading.Groups["level"].Length, text, anchors[anchor] == 0 ? anchor : $"{anchor}-{anchors[anchor]}", number));
        }

        var plain = InlineCode().Replace(line, string.Empty);
        Links.AddRange(LinkTarget().Matches(plain).Select(link => new Link(link.Groups["target"].Value, number)));
    }

    /// <summary>As GitHub does it: lower case, spaces become hyphens, what is no letter, digit, hyphen or underscore goes.</summary>
    private static string AnchorOf(string heading)
    {
        var text = LinkText().Replace(heading, "${text}");
        var anchor = new StringBuilder();
        foreach (var character in text.ToLowerInvariant())
        {
            if (character == ' ')
            {
                anchor.Append('-');
            }
            else if (char.IsLetterOrDigit(character) || character is '-' or '_')
            {
                anchor.Append(character);
            }
        }

        return anchor.ToString();
    }

    [GeneratedRegex(@"^ {0,3}(?<fence>`{3,})(?<info>[^`]*)$")]
    private static partial Regex Fence();

    [GeneratedRegex("^(?<level>#{1,6}) (?<text>.+)$")]
    private static partial Regex HeadingLine();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\]\((?<target>[^()\s]+(?:\([^()\s]*\)[^()\s]*)?)(?: ""[^""]*"")?\)")]
    private static partial Regex LinkTarget();

    [GeneratedRegex(@"!?\[(?<text>[^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText();
}
