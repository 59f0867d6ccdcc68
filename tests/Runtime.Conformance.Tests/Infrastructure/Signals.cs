using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Orleans.Realtime.Runtime.Conformance.Tests.Infrastructure;

/// <summary>What grains and tests tell each other beside the runtime: gates that hold a grain, and notes of what happened. One per cluster, named per test.</summary>
public sealed class Signals
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();
    private readonly ConcurrentDictionary<string, bool> _faults = new();
    private readonly ConcurrentDictionary<string, Channel<string>> _notes = new();

    /// <summary>Waits until the gate is opened.</summary>
    public Task PassAsync(string gate) => Gate(gate).Task.WaitAsync(Patience);

    public void Open(string gate) => Gate(gate).TrySetResult();

    public void Note(string name, string text) => Notes(name).Writer.TryWrite(text);

    /// <summary>The next note, in order.</summary>
    public Task<string> NextAsync(string name) => Notes(name).Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public int CountOf(string name) => Notes(name).Reader.Count;

    /// <summary>Makes the next activation of a grain fail.</summary>
    public void AddFault(string key) => _faults[key] = true;

    public bool TakeFault(string key) => _faults.TryRemove(key, out _);

    private TaskCompletionSource Gate(string name) => _gates.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private Channel<string> Notes(string name) => _notes.GetOrAdd(name, _ => Channel.CreateUnbounded<string>());
}
