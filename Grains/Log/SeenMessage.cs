namespace Orleans.Realtime.Grains.Log;

/// <summary>A message that was sent before, as the log took it then.</summary>
/// <param name="Id">Its message id.</param>
/// <param name="Seq">Its position.</param>
/// <param name="CreatedAtUnixMs">When the log took it, milliseconds since the Unix epoch.</param>
internal readonly record struct SeenMessage(string Id, long Seq, long CreatedAtUnixMs);
