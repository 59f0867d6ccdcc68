namespace Orleans.Realtime.Load;

/// <summary>Takes the payload of one text frame.</summary>
internal delegate void FrameAction(ReadOnlySpan<byte> payload);
