namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>The opcodes of RFC 6455 section 11.8; all others are reserved.</summary>
internal static class Opcodes
{
    public const byte Continuation = 0x0;
    public const byte Text = 0x1;
    public const byte Binary = 0x2;
    public const byte Close = 0x8;
    public const byte Ping = 0x9;
    public const byte Pong = 0xA;

    /// <summary>Whether it is a control opcode, reserved ones included.</summary>
    public static bool IsControl(byte opcode) => (opcode & 0x8) != 0;

    /// <summary>Whether RFC 6455 gives it a meaning.</summary>
    public static bool IsKnown(byte opcode) => opcode is Continuation or Text or Binary or Close or Ping or Pong;
}
