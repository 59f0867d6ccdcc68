using System.Runtime.InteropServices;

namespace Orleans.Realtime.Load;

/// <summary>The few system calls of an epoll loop. Linux only: the figures are taken from /proc anyway.</summary>
internal static unsafe partial class Epoll
{
    public const uint In = 1;
    public const int DontWait = 0x40;
    public const int NoSignal = 0x4000;
    private const int Add = 1;

    public static int Create() => Check(epoll_create1(0), "epoll_create1");

    public static void Register(int epoll, int descriptor, int index)
    {
        var entry = new Event { Events = In, Data = index };
        Check(epoll_ctl(epoll, Add, descriptor, &entry), "epoll_ctl");
    }

    /// <summary>Waits for at most so many milliseconds; answers how many entries are filled.</summary>
    public static int Wait(int epoll, Span<Event> entries, int milliseconds)
    {
        fixed (Event* first = entries)
        {
            return epoll_wait(epoll, first, entries.Length, milliseconds);
        }
    }

    /// <summary>Bytes received, 0 at the end of the connection, -1 when nothing waits.</summary>
    public static int Receive(int descriptor, Span<byte> buffer)
    {
        fixed (byte* first = buffer)
        {
            return (int)recv(descriptor, first, (nuint)buffer.Length, DontWait);
        }
    }

    /// <summary>Sends all of it, waiting when the socket is full.</summary>
    public static void Send(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            for (var sent = 0; sent < bytes.Length;)
            {
                sent += Check((int)send(descriptor, first + sent, (nuint)(bytes.Length - sent), NoSignal), "send");
            }
        }
    }

    private static int Check(int result, string call) =>
        result >= 0 ? result : throw new IOException($"{call} failed: error {Marshal.GetLastPInvokeError()}");

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(int epoll, int operation, int descriptor, Event* entry);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_wait(int epoll, Event* entries, int count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recv(int descriptor, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint send(int descriptor, byte* buffer, nuint length, int flags);

    /// <summary>struct epoll_event of x86-64, which is packed.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    public struct Event
    {
        public uint Events;
        public long Data;
    }
}
