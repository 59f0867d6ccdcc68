using System.Collections.Concurrent;
using Orleans.Lite.Invocation;
using Orleans.Lite.Wire;
using Orleans.Lite.Wire.Types;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Lite.Tcp;

/// <summary>The names that were sent on a connection, by number: a method or a grain type is spelled out once.</summary>
internal sealed class OutgoingNames(Func<ReadOnlySpan<byte>, bool> append)
{
    /// <summary>More methods and grain types than any program has.</summary>
    public const int Limit = 16_384;

    private readonly ConcurrentDictionary<MethodDescriptor, int> _methods = new();
    private readonly ConcurrentDictionary<GrainType, int> _types = new();
    private readonly Lock _lock = new();
    private int _count;

    public int Of(MethodDescriptor method) => _methods.TryGetValue(method, out var number)
        ? number
        : Define(_methods, method, $"{TypeNames.Of(method.Interface)}\n{method.Name}");

    public int Of(GrainType type) => _types.TryGetValue(type, out var number) ? number : Define(_types, type, type.ToString());

    private int Define<T>(ConcurrentDictionary<T, int> numbers, T item, string name)
        where T : notnull
    {
        lock (_lock)
        {
            if (numbers.TryGetValue(item, out var number))
            {
                return number;
            }

            if (_count == Limit)
            {
                throw new SerializerException($"More than {Limit} methods and grain types on one connection.");
            }

            using var writer = new WireWriter();
            writer.Raw([0, 0, 0, 0, (byte)FrameKind.Define]);
            writer.Text(name);
            writer.Patch(0, writer.Length - 4);

            // First into the stream, then to everybody: who uses the number writes behind it.
            append(writer.Written);
            numbers[item] = _count;
            return _count++;
        }
    }
}
