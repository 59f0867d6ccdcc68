namespace Orleans.Realtime.Client.Messages;

/// <summary>Anything that a client tells. Listen to one of the types below it, or to this one for all.</summary>
public abstract record RealtimeEvent;
