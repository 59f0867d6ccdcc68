namespace Orleans.Lite.Wire.Codecs;

/// <summary>Collections as their number of elements and the elements. What a comparer of theirs was is not passed.</summary>
internal sealed class CollectionCodec<T, TElement>(Func<TElement[], T> make) : WireCodec<T>
    where T : IEnumerable<TElement>
{
    private const int FirstRoom = 1024;

    public override void Write(WireWriter writer, uint delta, T value)
    {
        if (value is null)
        {
            writer.Header(delta, WireType.Null);
            return;
        }

        writer.Begin(delta);
        writer.Header(0, WireType.VarInt);
        if (value is TElement[] array)
        {
            writer.VarUInt((ulong)array.Length);
            WriteAll(writer, array);
        }
        else if (value is List<TElement> list)
        {
            writer.VarUInt((ulong)list.Count);
            WriteAll(writer, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(list));
        }
        else
        {
            // Enumerated once: a concurrent collection's count may change meanwhile.
            var all = value.ToArray();
            writer.VarUInt((ulong)all.Length);
            WriteAll(writer, all);
        }

        writer.End();
    }

    public override T Read(WireReader reader, WireType type)
    {
        if (type == WireType.Null)
        {
            return default!;
        }

        if (type != WireType.Object)
        {
            throw WireReader.Unexpected(typeof(T), type);
        }

        reader.Enter();
        if (reader.HeaderOf(0) != WireType.VarInt)
        {
            throw WireReader.Malformed("a number of elements");
        }

        var elements = ReadAll(reader, reader.VarUInt());
        reader.SkipMembers();
        reader.Leave();
        return make(elements);
    }

    private static void WriteAll(WireWriter writer, ReadOnlySpan<TElement> elements)
    {
        var codec = Codec<TElement>.Instance;
        foreach (var element in elements)
        {
            codec.Write(writer, 0, element);
        }
    }

    private static TElement[] ReadAll(WireReader reader, ulong count)
    {
        // An element takes a byte at least; and no room for more than has come, whatever the number says.
        if (count > (ulong)reader.Remaining)
        {
            throw WireReader.Malformed("a number of elements");
        }

        var codec = Codec<TElement>.Instance;
        var elements = count == 0 ? [] : new TElement[Math.Min((int)count, FirstRoom)];
        for (var i = 0; i < (int)count; i++)
        {
            if (i == elements.Length)
            {
                Array.Resize(ref elements, (int)Math.Min((long)count, elements.Length * 2L));
            }

            elements[i] = codec.Read(reader, reader.HeaderOf(0));
        }

        return elements;
    }
}
