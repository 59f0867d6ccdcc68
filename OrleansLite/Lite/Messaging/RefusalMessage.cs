using Orleans.Lite.Membership;
using Orleans.Runtime;

namespace Orleans.Lite.Messaging;

/// <summary>The silo does not own the grain by its view, which it sends along. Nothing was run: the caller tries again.</summary>
/// <param name="id">The call.</param>
/// <param name="view">The silo's view.</param>
/// <param name="retryAt">Whom to ask, if not the owner by that view: a silo that hands over names its successor.</param>
internal sealed class RefusalMessage(long id, MembershipView view, SiloAddress? retryAt) : ResponseMessage(id)
{
    public MembershipView View { get; } = view;

    public SiloAddress? RetryAt { get; } = retryAt;
}
