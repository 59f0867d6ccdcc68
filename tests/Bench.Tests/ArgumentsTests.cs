using Orleans.Realtime.Load;
using Orleans.Realtime.Load.Servers;
using Orleans.Realtime.Load.Works;

namespace Orleans.Realtime.Bench.Tests;

public sealed class ArgumentsTests
{
    [Fact]
    public void Parse_TakesWhatIsGiven()
    {
        var arguments = Arguments.Parse(["--quick", "--only", "F1,F3", "--peers", "ws, nats", "--seconds", "7", "--missing", "ws=no node, here"]);

        arguments.Only.ShouldBe(["F1", "F3"]);
        arguments.Settings.Duration.ShouldBe(TimeSpan.FromSeconds(7));
        arguments.Settings.Quick.ShouldBeTrue();
        var peers = PeerCatalog.Create(arguments);
        peers.Select(peer => peer.Name).ShouldBe(["ours", "ws", "nats"]);
        peers.Single(peer => peer.Name == "ws").Missing.ShouldBe("no node, here");
    }

    [Fact]
    public void Parse_PeersNone_LeavesOursAlone() =>
        PeerCatalog.Create(Arguments.Parse(["--peers", "none"])).ShouldHaveSingleItem().IsOurs.ShouldBeTrue();

    [Theory]
    [InlineData("--speed", "7")]
    [InlineData("--seconds", "0")]
    [InlineData("--seconds", "soon")]
    [InlineData("--only")]
    public void Parse_OfWhatIsUnknown_SaysSo(params string[] args) => Should.Throw<FormatException>(() => Arguments.Parse(args));

    [Fact]
    public void Create_OfUnknownPeersAndWorks_NamesTheKnownOnes()
    {
        Should.Throw<FormatException>(() => PeerCatalog.Create(Arguments.Parse(["--peers", "carrier-pigeon"]))).Message.ShouldContain("signalr");
        Should.Throw<FormatException>(() => WorkCatalog.Create(["F9"])).Message.ShouldContain("F1, F1max, F2, F3, F4, F5, P1, P2, P3, P4");
    }

    [Fact]
    public void Works_HaveNamesOfTheirOwn() => WorkCatalog.Create([]).Select(work => work.Name).ShouldBeUnique();
}
