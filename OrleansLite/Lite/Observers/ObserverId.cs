using Orleans.Runtime;

namespace Orleans.Lite.Observers;

/// <summary>Identities of observers: the node they live on, and a number there.</summary>
internal static class ObserverId
{
    public static readonly GrainType Type = GrainType.Create("sys.client");

    public static GrainId Create(SiloAddress node, Guid id) => GrainId.Create(Type, $"{node.ToParsableString()}+{id:N}");

    public static bool IsObserver(in GrainId id) => id.Type == Type;

    public static SiloAddress NodeOf(IdSpan key)
    {
        var text = key.ToString();
        return SiloAddress.FromParsableString(text[..text.LastIndexOf('+')]);
    }
}
