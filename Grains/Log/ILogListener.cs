using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Log;

/// <summary>
/// The owner of a <see cref="LogWriter"/>, told on its own scheduler what happened to the log. An interface, not events, because
/// there is a writer for every inbox: a reference costs 8 bytes, a delegate 72.
/// </summary>
internal interface ILogListener
{
    /// <summary>
    /// New entries are in the log, in order and following those of the call before; called before the receipts are given out.
    /// The list is the log's own: keep it as long as needed, never change it. Must be quick and not throw.
    /// </summary>
    void OnAppended(IReadOnlyList<Message> entries);

    /// <summary>Whether somebody would get what is delivered live only.</summary>
    bool CanDeliverLive { get; }

    /// <summary>Messages that could not be stored and have no position: for those who listen now. Must be quick and not throw.</summary>
    void OnLive(IReadOnlyList<Message> messages);

    /// <summary>
    /// Another writer owns the log or the log was lost: this writer will never append again. The owner gives up its routes
    /// and deactivates, so that callers find the present owner. Called once.
    /// </summary>
    void OnFenced();
}
