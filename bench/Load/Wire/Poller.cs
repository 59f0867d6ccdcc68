using System.Runtime.InteropServices;

namespace Orleans.Realtime.Load.Wire;

/// <summary>One epoll instance. Linux only: the figures are taken from /proc anyway.</summary>
internal sealed unsafe partial class Poller : IDisposable
{
    private const int Capacity = 1024;
    private const uint Readable = 1;
    private const int AddOperation = 1;
    private const int RemoveOperation = 2;

    /// <summary>struct epoll_event is packed on x86-64, and only there.</summary>
    private static readonly int EntrySize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    private readonly byte[] _entries = new byte[Capacity * EntrySize];
    private readonly int _epoll = SocketCalls.Check(epoll_create1(0), "epoll_create1");

    /// <summary>From now on <see cref="Wait"/> tells of this descriptor's bytes as <paramref name="index"/>.</summary>
    public void Add(int descriptor, int index) => Control(AddOperation, descriptor, index);

    public void Remove(int descriptor) => Control(RemoveOperation, descriptor, 0);

    /// <summary>Waits for at most so many milliseconds; answers how many are readable.</summary>
    public int Wait(int milliseconds)
    {
        fixed (byte* first = _entries)
        {
            // An interrupted wait is a wait that found nothing.
            return Math.Max(0, epoll_wait(_epoll, first, Capacity, milliseconds));
        }
    }

    /// <summary>The index of what the last <see cref="Wait"/> found at this place.</summary>
    public int IndexAt(int place) => (int)MemoryMarshal.Read<long>(_entries.AsSpan(((place + 1) * EntrySize) - sizeof(long)));

    public void Dispose() => _ = close(_epoll);

    private void Control(int operation, int descriptor, long index)
    {
        Span<byte> entry = stackalloc byte[EntrySize];
        entry.Clear();
        MemoryMarshal.Write(entry, Readable);
        MemoryMarshal.Write(entry[(EntrySize - sizeof(long))..], index);
        fixed (byte* first = entry)
        {
            SocketCalls.Check(epoll_ctl(_epoll, operation, descriptor, first), "epoll_ctl");
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(int epoll, int operation, int descriptor, byte* entry);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_wait(int epoll, byte* entries, int count, int milliseconds);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
