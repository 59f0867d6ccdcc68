using System.Text.Json;
using Orleans.Realtime.Gateway.Web.Protocol;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>
/// Reads the top level of one JSON object over the raw bytes of a request, so that a payload can be cut out as it was written.
/// The first fault ends the reading and stays in <see cref="Fault"/>.
/// </summary>
internal ref struct JsonObjectReader
{
    private readonly ReadOnlySpan<byte> _json;
    private Utf8JsonReader _reader;
    private bool _begun;

    public JsonObjectReader(ReadOnlySpan<byte> json)
    {
        _json = json;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = ClientFrameParser.MaxDepth });
    }

    /// <summary>What is wrong with the body, in words for the caller.</summary>
    public string? Fault { get; private set; }

    /// <summary>Moves to the next property; false at the end of the object and after a fault.</summary>
    public bool Next()
    {
        if (Fault is not null || (!_begun && !Begin()) || !Read())
        {
            return false;
        }

        if (_reader.TokenType == JsonTokenType.PropertyName)
        {
            return true;
        }

        // The end of the object: nothing but white space may follow, which the reader checks when asked for more.
        Read();
        return false;
    }

    /// <summary>Whether the present property has this name.</summary>
    public readonly bool Is(ReadOnlySpan<byte> name) => _reader.ValueTextEquals(name);

    /// <summary>Reads the property's value as text, or null.</summary>
    public string? Text(string name)
    {
        if (!Read())
        {
            return null;
        }

        switch (_reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                return TextOfToken(name);
            default:
                Refuse($"'{name}' must be a string.");
                return null;
        }
    }

    /// <summary>Reads the property's value as true or false.</summary>
    public bool Truth(string name) => Read() && _reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False or JsonTokenType.Null => false,
        _ => Refuse($"'{name}' must be true or false."),
    };

    /// <summary>Reads the property's value as one of two texts; null is the first.</summary>
    public string Choice(string name, string first, string second)
    {
        var text = Text(name);
        if (text is not null && text != first && text != second)
        {
            Refuse($"'{name}' must be \"{first}\" or \"{second}\".");
        }

        return text == second ? second : first;
    }

    /// <summary>Reads the property's value as a list of texts.</summary>
    public List<string>? Texts(string name, int most)
    {
        if (!Read())
        {
            return null;
        }

        if (_reader.TokenType != JsonTokenType.StartArray)
        {
            Refuse($"'{name}' must be an array of strings.");
            return null;
        }

        var texts = new List<string>();
        while (Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (texts.Count == most)
            {
                Refuse($"'{name}' has more than {most} entries.");
                return null;
            }

            if (_reader.TokenType != JsonTokenType.String)
            {
                Refuse($"'{name}' must be an array of strings.");
                return null;
            }

            if (TextOfToken(name) is { } text)
            {
                texts.Add(text);
            }
        }

        return Fault is null ? texts : null;
    }

    /// <summary>Reads where in the body the property's value, a list of objects, has its elements: each can be read by a reader of its own.</summary>
    public List<Range>? Objects(string name, int most)
    {
        if (!Read())
        {
            return null;
        }

        if (_reader.TokenType != JsonTokenType.StartArray)
        {
            Refuse($"'{name}' must be an array of objects.");
            return null;
        }

        var places = new List<Range>();
        while (Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (places.Count == most)
            {
                Refuse($"'{name}' has more than {most} entries.");
                return null;
            }

            if (_reader.TokenType != JsonTokenType.StartObject)
            {
                Refuse($"'{name}' must be an array of objects.");
                return null;
            }

            var start = (int)_reader.TokenStartIndex;
            if (SkipValue())
            {
                places.Add(start..(int)_reader.BytesConsumed);
            }
        }

        return Fault is null ? places : null;
    }

    /// <summary>Cuts the property's value out as it is written.</summary>
    public byte[]? Raw()
    {
        if (!Read())
        {
            return null;
        }

        var start = (int)_reader.TokenStartIndex;
        return SkipValue() ? _json[start..(int)_reader.BytesConsumed].ToArray() : null;
    }

    /// <summary>Passes over the property's value.</summary>
    public void Skip()
    {
        if (Read())
        {
            SkipValue();
        }
    }

    private bool Begin()
    {
        _begun = true;
        if (!Read())
        {
            return false;
        }

        return _reader.TokenType == JsonTokenType.StartObject || Refuse("The body must be a JSON object.");
    }

    private bool Read()
    {
        try
        {
            return Fault is null && _reader.Read();
        }
        catch (JsonException exception)
        {
            return Refuse(Describe(exception));
        }
    }

    private bool SkipValue()
    {
        try
        {
            _reader.Skip();
            return true;
        }
        catch (JsonException exception)
        {
            return Refuse(Describe(exception));
        }
    }

    private string? TextOfToken(string name)
    {
        try
        {
            return _reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // An escape that is half a surrogate pair.
            Refuse($"'{name}' is not valid Unicode.");
            return null;
        }
    }

    private static string Describe(JsonException exception) => $"The body is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}).";

    private bool Refuse(string fault)
    {
        Fault ??= fault;
        return false;
    }
}
