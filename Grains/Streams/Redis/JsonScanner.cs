namespace Orleans.Realtime.Grains.Streams.Redis;

/// <summary>Goes once over the bytes of one JSON value. Does not recurse, so their depth has no limit.</summary>
internal ref struct JsonScanner(ReadOnlySpan<byte> data)
{
    private const int LevelsInAWord = 64;

    private readonly ReadOnlySpan<byte> _data = data;
    private ulong[] _isObject = [0];
    private int _depth;
    private int _at;

    /// <summary>Whether the bytes are one value and nothing else.</summary>
    public bool IsValue()
    {
        while (Value(out var isOpen))
        {
            if (isOpen)
            {
                continue;
            }

            switch (Close())
            {
                case Next.Value:
                    continue;
                case Next.End:
                    return true;
                default:
                    return false;
            }
        }

        return false;
    }

    private readonly byte Peek() => _at < _data.Length ? _data[_at] : (byte)0;

    private bool Take(byte expected)
    {
        var isThere = _at < _data.Length && _data[_at] == expected;
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private void Space()
    {
        while (Peek() is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            _at++;
        }
    }

    /// <summary>A value, or the beginning of one that holds others: then the first of these comes next.</summary>
    private bool Value(out bool isOpen)
    {
        Space();
        isOpen = false;
        switch (Peek())
        {
            case (byte)'{':
                _at++;
                Space();
                if (Take((byte)'}'))
                {
                    return true;
                }

                Push(isObject: true);
                return isOpen = Name();
            case (byte)'[':
                _at++;
                Space();
                if (!Take((byte)']'))
                {
                    Push(isObject: false);
                    isOpen = true;
                }

                return true;
            case (byte)'"':
                return Text();
            case (byte)'t':
                return Literal("true"u8);
            case (byte)'f':
                return Literal("false"u8);
            case (byte)'n':
                return Literal("null"u8);
            default:
                return Number();
        }
    }

    /// <summary>What stands behind a value.</summary>
    private Next Close()
    {
        while (true)
        {
            Space();
            if (_depth == 0)
            {
                return _at == _data.Length ? Next.End : Next.Fault;
            }

            var isObject = (_isObject[(_depth - 1) / LevelsInAWord] & (1UL << ((_depth - 1) % LevelsInAWord))) != 0;
            if (Take((byte)','))
            {
                Space();
                return !isObject || Name() ? Next.Value : Next.Fault;
            }

            if (!Take(isObject ? (byte)'}' : (byte)']'))
            {
                return Next.Fault;
            }

            _depth--;
        }
    }

    private void Push(bool isObject)
    {
        var word = _depth / LevelsInAWord;
        if (word == _isObject.Length)
        {
            Array.Resize(ref _isObject, _isObject.Length * 2);
        }

        var bit = 1UL << (_depth++ % LevelsInAWord);
        _isObject[word] = isObject ? _isObject[word] | bit : _isObject[word] & ~bit;
    }

    private bool Name()
    {
        if (!Text())
        {
            return false;
        }

        Space();
        return Take((byte)':');
    }

    private bool Text()
    {
        if (!Take((byte)'"'))
        {
            return false;
        }

        while (true)
        {
            var special = JsonText.IndexOfSpecial(_data[_at..]);
            if (special < 0)
            {
                return false;
            }

            _at += special;
            if (Take((byte)'"'))
            {
                return true;
            }

            if (!Take((byte)'\\') || !Escape())
            {
                return false;
            }
        }
    }

    private bool Escape()
    {
        var kind = Peek();
        _at++;
        if (kind != (byte)'u')
        {
            return "\"\\/bfnrt"u8.Contains(kind);
        }

        var end = _at + 4;
        while (_at < end && char.IsAsciiHexDigit((char)Peek()))
        {
            _at++;
        }

        return _at == end;
    }

    private bool Literal(ReadOnlySpan<byte> expected)
    {
        var isThere = _data[_at..].StartsWith(expected);
        _at += expected.Length;
        return isThere;
    }

    private bool Number()
    {
        Take((byte)'-');
        if (!Take((byte)'0') && !Digits())
        {
            return false;
        }

        if (Take((byte)'.') && !Digits())
        {
            return false;
        }

        if (Peek() is (byte)'e' or (byte)'E')
        {
            _at++;
            if (!Take((byte)'+'))
            {
                Take((byte)'-');
            }

            return Digits();
        }

        return true;
    }

    private bool Digits()
    {
        var first = _at;
        while (char.IsAsciiDigit((char)Peek()))
        {
            _at++;
        }

        return _at > first;
    }

    private enum Next
    {
        Fault,
        Value,
        End,
    }
}
