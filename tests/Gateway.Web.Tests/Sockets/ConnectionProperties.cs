using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

public sealed class ConnectionProperties
{
    private static readonly HashSet<int> OurCodes = [1002, 1003, 1007, 1009, 1006];

    [Fact]
    public void AnyBytes_EndASocketInADefinedCode_WithoutAWarning()
    {
        using var host = new TestSocket(compression: true);
        Prop.ForAll(ArbMap.Default.ArbFor<byte[][]>(), pieces =>
        {
            var transport = new FakeTransport();
            var handler = new RecordingHandler();
            var running = host.Services.Create(transport, compression: true).RunAsync(handler);
            foreach (var piece in pieces)
            {
                if (!running.IsCompleted)
                {
                    transport.Feed(piece);
                }
            }

            transport.End();
            host.Clock.Advance(TimeSpan.FromMilliseconds(100));
            running.IsCompletedSuccessfully.ShouldBeTrue();
            var closure = handler.Closures.ShouldHaveSingleItem();
            (OurCodes.Contains(closure.Code) || closure.Initiator == SocketCloseInitiator.Client).ShouldBeTrue($"{closure}");
            transport.Frames.Count(frame => frame.Opcode == 8).ShouldBe(closure.Initiator == SocketCloseInitiator.Abort ? 0 : 1);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
        host.Log.Entries.ShouldAllBe(entry => entry.Level <= LogLevel.Debug);
    }
}
