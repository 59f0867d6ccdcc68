namespace Orleans.Realtime.Grains.Log.Maps;

/// <summary>The owner of a <see cref="MapWriter"/>, told on its own scheduler.</summary>
internal interface IMapListener
{
    /// <summary>
    /// Another activation owns the log, or the log or its map was lost: this writer writes no more. The owner deactivates, so that the next one
    /// begins from what is stored. Called once.
    /// </summary>
    void OnMapFenced();
}
