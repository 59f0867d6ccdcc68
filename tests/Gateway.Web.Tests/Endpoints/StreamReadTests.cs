using System.Globalization;
using System.Net.Sockets;
using System.Text;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Tests.Endpoints;

/// <summary>When entries of an answer are acknowledged, looked at on the bytes of the connection.</summary>
public sealed class StreamReadTests : IAsyncLifetime
{
    private const string End = "\r\n0\r\n\r\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly StreamEntry Entry = new(new(5, 1), "\"the last entry\""u8.ToArray(), 1_763_690_000_999, DeliveryCount: 1);

    private readonly IStreamGrain _stream = Substitute.For<IStreamGrain>();
    private readonly TcpClient _client = new();
    private ApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await ApiServer.StartAsync();
        _server.Grains.GetGrain<IStreamGrain>("orders").Returns(_stream);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task AutoAck_ComesAfterTheWholeAnswer_AndBeforeItsEnd()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _stream.ReadGroupAsync(Arg.Any<GroupRead>(), Arg.Any<CancellationToken>()).Returns([Entry]);
        _stream.AcknowledgeAsync("g", Arg.Any<StreamId[]>()).Returns(_ =>
        {
            asked.TrySetResult();
            return done.Task;
        });
        await RequestAsync();

        var answer = await ReceiveAsync(text => text.Contains("the last entry", StringComparison.Ordinal));
        answer.ShouldContain("200 OK");
        await asked.Task.WaitAsync(Patience);
        answer.ShouldNotEndWith(End);

        done.SetResult(1);
        (await ReceiveAsync(text => text.EndsWith(End, StringComparison.Ordinal))).ShouldEndWith(End);
    }

    [Fact]
    public async Task AutoAck_ThatFails_BreaksTheAnswerOff()
    {
        _stream.ReadGroupAsync(Arg.Any<GroupRead>(), Arg.Any<CancellationToken>()).Returns([Entry]);
        _stream.AcknowledgeAsync("g", Arg.Any<StreamId[]>()).ThrowsAsync(new RealtimeException(RealtimeErrorCode.Unavailable, "Storage is away."));
        await RequestAsync();

        (await ReceiveAsync(_ => false)).ShouldNotEndWith(End);
    }

    [Fact]
    public async Task AutoAck_IsRepeated_WhenTheSiloGoesAway()
    {
        _stream.ReadGroupAsync(Arg.Any<GroupRead>(), Arg.Any<CancellationToken>()).Returns([Entry]);
        _stream.AcknowledgeAsync("g", Arg.Any<StreamId[]>()).Returns(_ => throw new TimeoutException(), _ => Task.FromResult(1));
        await RequestAsync();

        (await ReceiveAsync(text => text.EndsWith(End, StringComparison.Ordinal))).ShouldEndWith(End);
    }

    [Fact]
    public async Task AClientThatGoesAway_EndsTheWaiting_AndWhatWasTakenMeanwhileStaysPending()
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _stream.ReadGroupAsync(Arg.Any<GroupRead>(), Arg.Any<CancellationToken>()).Returns(async call =>
        {
            await using var registration = call.Arg<CancellationToken>().Register(gone.SetResult);
            waiting.SetResult();
            await gone.Task;
            answered.SetResult();
            return [Entry];
        });
        await RequestAsync();
        await waiting.Task.WaitAsync(Patience);

        _client.Close();

        await answered.Task.WaitAsync(Patience);
        await _server.DisposeAsync();
        await _stream.DidNotReceiveWithAnyArgs().AcknowledgeAsync(null!, null!);
        await _stream.ReceivedWithAnyArgs(1).ReadGroupAsync(null!);
    }

    [Fact]
    public async Task AGatewayThatGoesAway_AnswersWithWhatThereIs()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource<StreamEntry[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        _stream.ReadGroupAsync(Arg.Any<GroupRead>(), Arg.Any<CancellationToken>()).Returns(
            _ =>
            {
                asked.SetResult();
                return answer.Task;
            },
            _ => Task.FromResult<StreamEntry[]>([]));
        await RequestAsync();
        await asked.Task.WaitAsync(Patience);

        _server.Drain.Begin();
        answer.SetResult([]);

        (await ReceiveAsync(text => text.EndsWith('}'))).ShouldEndWith("""{"messages":[]}""");
        await _stream.Received(1).ReadGroupAsync(Arg.Is<GroupRead>(read => read.Wait == TimeSpan.Zero), Arg.Any<CancellationToken>());
    }

    private async Task RequestAsync()
    {
        const string Body = """{"consumer":"w1","block_ms":60000}""";
        await _client.ConnectAsync("127.0.0.1", _server.Addresses[0].Port);
        var head = string.Create(CultureInfo.InvariantCulture, $"POST /api/v1/streams/orders/groups/g/read?{ApiServer.Service} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n");
        await _client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + Body));
    }

    /// <summary>Everything that came, as soon as it is enough or the server has closed the connection.</summary>
    private readonly StringBuilder _received = new();

    private async Task<string> ReceiveAsync(Func<string, bool> enough)
    {
        using var limit = new CancellationTokenSource(Patience);
        var buffer = new byte[4 * 1024];
        while (!enough(_received.ToString()))
        {
            int bytes;
            try
            {
                bytes = await _client.GetStream().ReadAsync(buffer, limit.Token);
            }
            catch (IOException)
            {
                // Reset: an abort.
                break;
            }

            if (bytes == 0)
            {
                break;
            }

            _received.Append(Encoding.UTF8.GetString(buffer, 0, bytes));
        }

        return _received.ToString();
    }
}
