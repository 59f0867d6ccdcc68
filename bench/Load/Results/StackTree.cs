using System.Globalization;
using System.Text;

namespace Orleans.Realtime.Load.Results;

/// <summary>Sampled stacks as one tree: a flame graph in text.</summary>
internal sealed class StackTree
{
    private const double LeastPercent = 0.5;

    private readonly Dictionary<string, StackTree> _children = [];
    private long _own;

    /// <summary>Samples in here and below.</summary>
    public long Samples { get; private set; }

    /// <summary>Reads what <c>perf script</c> prints: one block for each sample, its innermost function first.</summary>
    public static StackTree Parse(IEnumerable<string> lines)
    {
        var root = new StackTree();
        var stack = new List<string>();
        var thread = "";
        foreach (var line in lines.Append(string.Empty))
        {
            if (line.Length == 0)
            {
                if (thread.Length > 0)
                {
                    stack.Reverse();
                    root.Add([thread, .. stack]);
                }

                stack.Clear();
                thread = "";
            }
            else if (char.IsWhiteSpace(line[0]) && thread.Length > 0)
            {
                stack.Add(Function(line));
            }
            else
            {
                // The thread's name may hold spaces; its id, at least two spaces further or one, is a number.
                thread = string.Join(' ', line.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries).TakeWhile(word => !long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out _)));
            }
        }

        return root;
    }

    /// <summary>The tree, each function with its share of all samples and its own; small ones are left out.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Samples} samples; share with what it calls, own share, function; below {LeastPercent} % left out");
        Write(text, depth: 0, Samples);
        return text.ToString();
    }

    /// <summary>The functions in which most time was spent, wherever they were called from.</summary>
    public string TopToText(int count)
    {
        var own = new Dictionary<string, long>();
        Gather(own);
        return string.Concat(own.OrderByDescending(function => function.Value).Take(count)
            .Select(function => string.Create(CultureInfo.InvariantCulture, $"{100.0 * function.Value / Math.Max(1, Samples),6:F1} %  {function.Key}\n")));
    }

    /// <summary>One line a stack, outermost first, with its samples: what flame graph tools read.</summary>
    public IEnumerable<string> Folded(string prefix = "")
    {
        if (_own > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{prefix} {_own}");
        }

        foreach (var (name, child) in _children)
        {
            foreach (var line in child.Folded(prefix.Length == 0 ? name : prefix + ";" + name))
            {
                yield return line;
            }
        }
    }

    private void Add(ReadOnlySpan<string> stack)
    {
        Samples++;
        if (stack.IsEmpty)
        {
            _own++;
            return;
        }

        if (!_children.TryGetValue(stack[0], out var child))
        {
            _children.Add(stack[0], child = new());
        }

        child.Add(stack[1..]);
    }

    private void Write(StringBuilder text, int depth, long all)
    {
        foreach (var (name, child) in _children.OrderByDescending(child => child.Value.Samples))
        {
            var share = 100.0 * child.Samples / all;
            if (share >= LeastPercent)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"{new string(' ', depth)}{share:F1} {100.0 * child._own / all:F1} {name}");
                child.Write(text, depth + 1, all);
            }
        }
    }

    private void Gather(Dictionary<string, long> own)
    {
        foreach (var (name, child) in _children)
        {
            own[name] = own.GetValueOrDefault(name) + child._own;
            child.Gather(own);
        }
    }

    /// <summary>"    7f12 name+0x12 (file)": the name alone, without what the runtime adds to it.</summary>
    private static string Function(string line)
    {
        var text = line.Trim();
        text = text[(text.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        var file = text.LastIndexOf(" (", StringComparison.Ordinal);
        text = file > 0 ? text[..file] : text;
        var offset = text.LastIndexOf("+0x", StringComparison.Ordinal);
        text = offset > 0 ? text[..offset] : text;
        var tier = text.LastIndexOf('[');
        text = tier > 0 && text.EndsWith(']') ? text[..tier] : text;

        // A managed method comes with its whole signature: "instance void [Assembly] Namespace.Type::Method(int32)".
        if (text.IndexOf("::", StringComparison.Ordinal) is var method and > 0 && text.IndexOf('(', method) is var arguments and > 0)
        {
            text = text[..arguments];
            text = text[(text.LastIndexOf(' ') + 1)..];
        }

        return text.Replace(';', ':');
    }
}
