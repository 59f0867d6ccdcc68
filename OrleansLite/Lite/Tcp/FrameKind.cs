namespace Orleans.Lite.Tcp;

/// <summary>The first byte of a frame's content. Kinds may be added, never changed.</summary>
internal enum FrameKind : byte
{
    /// <summary>Who is there; the first frame in each direction.</summary>
    Hello = 1,

    /// <summary>Instead of a hello: why the connection is not wanted.</summary>
    Refused = 2,

    /// <summary>Says that the sender lives, when nothing else does.</summary>
    Ping = 3,

    /// <summary>Gives a name a number that later frames use.</summary>
    Define = 4,

    /// <summary>A call.</summary>
    Request = 5,

    /// <summary>A result.</summary>
    Response = 6,

    /// <summary>An exception.</summary>
    Error = 7,

    /// <summary>The silo does not own the grain.</summary>
    Refusal = 8,

    /// <summary>The caller gave up.</summary>
    Cancel = 9,
}
