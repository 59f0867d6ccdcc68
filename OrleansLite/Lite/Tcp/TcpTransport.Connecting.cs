using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Orleans.Lite.Wire;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Lite.Tcp;

/// <summary>How connections begin: calling, answering, greeting.</summary>
internal sealed partial class TcpTransport
{
    private const int HelloLimit = 4096;

    private async Task ConnectAsync(TcpConnection connection)
    {
        // Not on the caller's time, and not on a grain's scheduler, where all that is read from the connection would stay.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var socket = new Socket(connection.Peer.Endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (!connection.TryUse(socket))
        {
            return;
        }

        try
        {
            // No time-out here: who looks after the connections closes it, and does not count the time in which this process did not run.
            await socket.ConnectAsync(connection.Peer.Endpoint, CancellationToken.None);
            await SendHelloAsync(socket, connection.Peer, CancellationToken.None);
            var input = PipeReader.Create(new NetworkStream(socket), new(bufferSize: 64 * 1024, minimumReadSize: 8 * 1024));
            var answer = await ReadHelloAsync(input, CancellationToken.None);
            if (!answer.Sender.Equals(connection.Peer))
            {
                throw new PeerLossException(PeerLoss.Gone, $"{answer.Sender} is there instead.");
            }

            connection.Heard();
            connection.IsEstablished = true;
            _unreachable.TryRemove(connection.Peer, out _);
            _ = connection.RunAsync(socket, input, _receiver!);
        }
        catch (Exception error)
        {
            connection.Close(LossOf(error), error);
        }
    }

    private static PeerLoss LossOf(Exception error) => error switch
    {
        PeerLossException known => known.Loss,
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => PeerLoss.Gone,
        SocketException { SocketErrorCode: SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.TimedOut } => PeerLoss.Silent,
        _ => PeerLoss.Closed,
    };

    private async Task AcceptAllAsync(Socket listener)
    {
        while (!_closed)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync();
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                if (!_closed)
                {
                    LogAcceptFailed(logger, error);
                    await Task.Delay(options.Backoff, clock);
                    continue;
                }

                return;
            }

            _ = AnswerAsync(socket);
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        try
        {
            socket.NoDelay = true;
            using var patience = new CancellationTokenSource(options.ConnectTimeout, clock);
            var input = PipeReader.Create(new NetworkStream(socket), new(bufferSize: 64 * 1024, minimumReadSize: 8 * 1024));
            var hello = await ReadHelloAsync(input, patience.Token);
            OnReceived();
            if (hello.Fault(_hello with { Sender = _address }) is { } fault)
            {
                LogRefused(logger, hello.Sender, fault);
                await SendAsync(socket, FrameKind.Refused, writer => writer.Text(fault), patience.Token);
                socket.Shutdown(SocketShutdown.Send);
                socket.Dispose();
                return;
            }

            await SendHelloAsync(socket, target: null, patience.Token);
            await Accepted(hello.Sender).RunAsync(socket, input, _receiver!);
        }
        catch (Exception error) when (error is SocketException or IOException or ObjectDisposedException or SerializerException or OperationCanceledException or PeerLossException)
        {
            // Whoever it was did not come far enough to be anybody.
            LogStranger(logger, error);
            socket.Dispose();
        }
    }

    /// <summary>The connection that a socket becomes: what waits for a client already, else one of its own.</summary>
    private TcpConnection Accepted(SiloAddress peer)
    {
        var made = new TcpConnection(this, peer);
        _unreachable.TryRemove(peer, out _);
        var current = peer.IsClient ? _current.GetOrAdd(peer, made) : made;
        if (current.IsEstablished)
        {
            // The client has connected again before its first connection was seen to be over.
            _current[peer] = made;
            current = made;
        }

        current.Heard();
        current.IsEstablished = true;
        _all[current] = true;
        _current.TryAdd(peer, current);
        return current;
    }

    private Task SendHelloAsync(Socket socket, SiloAddress? target, CancellationToken cancellationToken) =>
        SendAsync(socket, FrameKind.Hello, writer => Codec<Hello>.Instance.Write(writer, 0, _hello with { Sender = _address, Target = target }), cancellationToken);

    private static async Task SendAsync(Socket socket, FrameKind kind, Action<WireWriter> write, CancellationToken cancellationToken)
    {
        using var writer = new WireWriter();
        writer.Raw([0, 0, 0, 0, (byte)kind]);
        write(writer);
        writer.Patch(0, writer.Length - 4);
        var frame = writer.Written.ToArray();
        for (var sent = 0; sent < frame.Length;)
        {
            sent += await socket.SendAsync(frame.AsMemory(sent), SocketFlags.None, cancellationToken);
        }
    }

    private static async Task<Hello> ReadHelloAsync(PipeReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (TcpConnection.TryTakeFrame(ref buffer, HelloLimit, out var frame))
            {
                var bytes = frame.ToArray();
                input.AdvanceTo(buffer.Start);
                return Read(bytes);
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                throw new IOException("The other side did not greet.");
            }
        }
    }

    private static Hello Read(byte[] frame)
    {
        var rest = new ArraySegment<byte>(frame, 1, frame.Length - 1);
        if ((FrameKind)frame[0] == FrameKind.Hello && WireFormat.Deserialize<Hello>(rest) is { Sender: not null } hello)
        {
            return hello;
        }

        var reader = new WireReader();
        reader.Reset(rest);
        throw (FrameKind)frame[0] == FrameKind.Refused
            ? new PeerLossException(PeerLoss.Gone, $"The connection was refused: {reader.Text()}.")
            : new SerializerException("Malformed bytes: no greeting.");
    }
}
