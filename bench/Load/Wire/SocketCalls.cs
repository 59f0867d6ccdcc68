using System.Runtime.InteropServices;

namespace Orleans.Realtime.Load.Wire;

/// <summary>Receiving and sending without waiting, as the kernel offers it.</summary>
internal static unsafe partial class SocketCalls
{
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;
    private const int Again = 11;
    private const int Interrupted = 4;

    /// <summary>Bytes received; 0 at the end of the connection, whatever ended it; -1 when nothing waits.</summary>
    public static int Receive(int descriptor, Span<byte> buffer)
    {
        fixed (byte* first = buffer)
        {
            var count = (int)recv(descriptor, first, (nuint)buffer.Length, DontWait);
            return count >= 0 ? count : Marshal.GetLastPInvokeError() is Again or Interrupted ? -1 : 0;
        }
    }

    /// <summary>How many bytes the socket took; none when it is full.</summary>
    public static int Send(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            var count = (int)send(descriptor, first, (nuint)bytes.Length, DontWait | NoSignal);
            return count < 0 && Marshal.GetLastPInvokeError() is Again or Interrupted ? 0 : Check(count, "send");
        }
    }

    public static int Check(int result, string call) =>
        result >= 0 ? result : throw new IOException($"{call} failed: error {Marshal.GetLastPInvokeError()}");

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recv(int descriptor, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint send(int descriptor, byte* buffer, nuint length, int flags);
}
