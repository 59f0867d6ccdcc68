using Orleans.Runtime;

namespace Orleans.Realtime.Runtime.Conformance.Tests.Grains;

public class StoredGrain([PersistentState("note")] IPersistentState<StoredNote> note) : Grain, IStoredGrain
{
    private readonly Guid _activation = Guid.NewGuid();
    private string? _last;

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_last is not null)
        {
            await WriteAsync(_last);
        }
    }

    public Task<(bool Exists, string Text, int History)> GetAsync() => Task.FromResult((note.RecordExists, note.State.Text, note.State.History.Count));

    public Task WriteAsync(string text)
    {
        note.State.History.Add(text);
        note.State.Text = text;
        return note.WriteStateAsync();
    }

    public Task ChangeWithoutWritingAsync(string text)
    {
        note.State.Text = text;
        note.State.History.Add(text);
        return Task.CompletedTask;
    }

    public Task ReadAsync() => note.ReadStateAsync();

    public Task ClearAsync() => note.ClearStateAsync();

    public Task ForgetAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task WriteOnDeactivationAsync(string text)
    {
        _last = text;
        return Task.CompletedTask;
    }

    public Task<Guid> GetActivationAsync() => Task.FromResult(_activation);
}
