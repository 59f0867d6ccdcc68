using Orleans.Runtime;

namespace Orleans.Lite.Membership;

/// <summary>The silos within this process.</summary>
internal sealed class InMemoryMembership : IMembership
{
    private readonly Lock _lock = new();
    private MembershipView _current = MembershipView.Empty;

    public event Action<MembershipView>? Changed;

    public MembershipView Current => Volatile.Read(ref _current);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RefreshAsync() => Task.CompletedTask;

    public ValueTask DeclareDeadAsync(SiloAddress witness, SiloAddress silo) =>
        Current.Members.Any(member => member.Address.Equals(witness)) && Current.Members.FirstOrDefault(member => member.Address.Equals(silo)) is { } dead
            ? UpdateAsync(dead with { Status = SiloStatus.Dead }, CancellationToken.None)
            : default;

    public ValueTask AbandonAsync() => default;

    public ValueTask UpdateAsync(MemberEntry entry, CancellationToken cancellationToken)
    {
        MembershipView view;
        lock (_lock)
        {
            var members = _current.Members.RemoveAll(member => member.Address.Equals(entry.Address));
            view = new(_current.Version + 1, entry.Status == SiloStatus.Dead ? members : members.Add(entry));
            Volatile.Write(ref _current, view);
        }

        // Nodes ignore views older than theirs, so the order of two notifications does not matter.
        Changed?.Invoke(view);
        return default;
    }
}
