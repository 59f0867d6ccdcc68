using System.Net.Sockets;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

/// <summary>
/// The cases of <see cref="FrameReaderTests"/> once more, as a client sees them: over real sockets, at once and in pieces, and always to an orderly
/// end with the server's close frame; on our own listener also if the client sent something behind its own.
/// </summary>
public sealed class ProtocolCaseTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cases_OverASocket_AreAnsweredAndEndWithTheServersCloseFrame(bool direct)
    {
        await using var server = await EchoServer.StartAsync(direct, options => options.MaxMessageBytes = ReaderRun.Limit);
        var cases = FrameReaderTests.Cases
            .Select(row => ((string)row[0], (byte[])row[1], (string[])row[2]))
            .Where(each => direct || each.Item1 != "7.1 nothing is read after it");

        await Parallel.ForEachAsync(cases, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (each, _) =>
        {
            var (name, bytes, events) = each;
            try
            {
                await CheckAsync(server, name, [bytes], events);
                await CheckAsync(server, name + ", in pieces", [.. Pieces(bytes)], events);
            }
            catch (SocketException exception) when (!direct && events[^1].StartsWith("fail", StringComparison.Ordinal) && exception.SocketErrorCode is SocketError.Shutdown or SocketError.ConnectionReset)
            {
                // The HTTP server ends with a close: what the client sends behind the frame that failed is answered by a reset.
            }
            catch (SocketException exception)
            {
                throw new ShouldAssertException($"{name}: {exception.Message}", exception);
            }
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CloseFrame_ReachesAClientThatKeepsSending(bool direct)
    {
        await using var server = await EchoServer.StartAsync(direct);
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync(ClientFrame.Part(true, Opcodes.Binary, "not taken"), new byte[4 * 1024 * 1024], ClientFrame.Close(1000));

        // Zeros are frames without a mask and without a payload: skipped, up to the close frame.
        ServerFrame.ParseAll(await client.ReadToEndAsync()).ShouldHaveSingleItem().CloseCode.ShouldBe(1003);
    }

    private static async Task CheckAsync(EchoServer server, string name, ReadOnlyMemory<byte>[] pieces, string[] events)
    {
        using var client = await RawClient.OpenAsync(server, deflate: true);
        var code = ExpectedCode(events[^1]);
        await client.SendAsync(pieces);
        if (code == 0)
        {
            await client.SendAsync(ClientFrame.Close(1000));
        }
        else if (events[^1].StartsWith("fail", StringComparison.Ordinal))
        {
            // There may be a header that promised more than came: the end of the connection is all that is left to say.
            (await client.ReadFramesAsync(Answers(events).Length + 1))[^1].CloseCode.ShouldBe(code, name);
            client.Socket.Shutdown(SocketShutdown.Send);
            (await client.ReadToEndAsync()).ShouldBeEmpty(name);
            return;
        }

        var frames = ServerFrame.ParseAll(await client.ReadToEndAsync());

        frames[^1].Opcode.ShouldBe(Opcodes.Close, name);
        frames[^1].CloseCode.ShouldBe(code == 0 ? 1000 : code, name);
        var answers = frames[..^1].ConvertAll(frame => $"{frame.Opcode}:{frame.Text}");

        // A client's close drops what waits for it.
        answers.ShouldBe(Answers(events).Take(answers.Count), name);
    }

    private static int ExpectedCode(string last)
    {
        var parts = last.Split(':');
        return parts[0] is "close" or "fail" ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : 0;
    }

    private static string[] Answers(string[] events) =>
    [
        .. events.Where(each => each.StartsWith("text:", StringComparison.Ordinal) || each.StartsWith("ping:", StringComparison.Ordinal))
            .Select(each => (each[0] == 't' ? "1:" : "10:") + each[5..]),
    ];

    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(byte[] bytes)
    {
        var random = new Random(bytes.Length);
        for (var from = 0; from < bytes.Length;)
        {
            var length = Math.Min(random.Next(1, Math.Max(2, bytes.Length / 8)), bytes.Length - from);
            yield return bytes.AsMemory(from, length);
            from += length;
        }
    }
}
