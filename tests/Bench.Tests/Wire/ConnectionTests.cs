using FsCheck;
using FsCheck.Fluent;
using Orleans.Realtime.Bench.Tests.Support;
using Orleans.Realtime.Load.Dialects;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Bench.Tests.Wire;

public sealed class ConnectionTests
{
    [Fact]
    public void Read_WithCutsAnywhere_FindsTheSameMessages() =>
        Prop.ForAll(ArbMap.Default.GeneratorFor<PositiveInt>().Select(value => 1 + (value.Get % 300)).ArrayOf(8).ToArbitrary(), cuts =>
        {
            using var tap = new Wiretap(new PlainDialect(), new Member("u"));
            byte[] bytes = [.. Enumerable.Range(1, 5).SelectMany(i => Wiretap.Frame($"{{\"data\":\"{StampTests.Data(new(9, 0, i))}\"}}"))];
            for (var (at, i) = (0, 0); at < bytes.Length; i++)
            {
                var size = Math.Min(cuts[i % cuts.Length], bytes.Length - at);
                tap.Write(bytes[at..(at + size)]);
                at += size;
            }

            return tap.Recorder.Seen.SequenceEqual(["ready", .. Enumerable.Range(1, 5).Select(i => $"message 0/{i} at 9 seq 0")]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void Read_Ping_IsAnsweredWithTheSame()
    {
        using var tap = new Wiretap(new PlainDialect(), new Member("u"));
        tap.Write(Wiretap.Frame("ping!", FrameHeader.Ping)).ShouldBeTrue();
        tap.Sent().ShouldBe(["ping!"]);
    }

    [Fact]
    public void Read_Close_IsTheEndAndAFault()
    {
        using var tap = new Wiretap(new PlainDialect(), new Member("u"));
        tap.Write(Wiretap.Frame("..slow consumer", FrameHeader.Close)).ShouldBeFalse();
        tap.Recorder.Seen.ShouldBe(["ready", "fault 0: slow consumer"]);
    }

    [Fact]
    public void Read_RefusedUpgrade_SaysWhatTheServerSaid()
    {
        using var tap = new Wiretap(new PlainDialect(), new Member("u"));
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        using var connection = Connection.Open((System.Net.IPEndPoint)listener.LocalEndpoint, new PlainDialect(), new Member("u"));
        using var server = listener.AcceptSocket();
        var answer = "HTTP/1.1 503 Service Unavailable\r\n\r\n"u8.ToArray();
        server.Send(answer);
        SpinWait.SpinUntil(() => connection.Available == answer.Length);

        Should.Throw<IOException>(() => connection.Read(new byte[1024], tap.Recorder)).Message.ShouldContain("503");
    }

    [Fact]
    public void FrameHeader_OfAMaskedServerFrame_IsRefused() =>
        Should.Throw<InvalidDataException>(() => FrameHeader.TryRead([0x81, 0x85, 0, 0, 0, 0], out _));
}
