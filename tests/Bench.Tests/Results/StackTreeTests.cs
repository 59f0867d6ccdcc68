using Orleans.Realtime.Load.Results;

namespace Orleans.Realtime.Bench.Tests.Results;

public sealed class StackTreeTests
{
    private const string Script = """
        .NET TP Worker  4711
        	    ffff inner+0x12 ([kernel.kallsyms])
        	    7f01 instance void [Some.Assembly] Some.Type::Method(int32,class [x]y)[Tier1] (/tmp/perf-1.map)
        	    7f02 main+0x1 (/lib/libc.so)

        .NET TP Worker  4712
        	    7f01 instance void [Some.Assembly] Some.Type::Method(int32,class [x]y)[OptimizedTier1] (/tmp/perf-1.map)
        	    7f02 main+0x9 (/lib/libc.so)

        """;

    [Fact]
    public void Parse_JoinsStacksOfTheSameFunctions()
    {
        var tree = StackTree.Parse(Script.Split('\n'));
        tree.Samples.ShouldBe(2);
        tree.Folded().ShouldBe([".NET TP Worker;main;Some.Type::Method 1", ".NET TP Worker;main;Some.Type::Method;inner 1"], ignoreOrder: true);
        tree.ToText().ShouldContain("\n 100.0 0.0 main\n  100.0 50.0 Some.Type::Method\n   50.0 50.0 inner\n");
        tree.TopToText(1).ShouldContain("50.0 %");
    }

    [Fact]
    public void Parse_OfNothing_HasNoSamples() => StackTree.Parse([]).Samples.ShouldBe(0);
}
