using Orleans.Lite.Wire;
using Orleans.Runtime;

namespace Orleans.Lite.Tcp;

/// <summary>What two nodes tell each other first.</summary>
/// <param name="Protocol">The version of the frames.</param>
/// <param name="ClusterId">The cluster: others are refused.</param>
/// <param name="ServiceId">The service: others are refused.</param>
/// <param name="Sender">Who speaks.</param>
/// <param name="Target">Whom the caller wants: another run of the same end point is refused. Null in the answer.</param>
[GenerateSerializer]
internal sealed record Hello(
    [property: Id(0)] int Protocol,
    [property: Id(1)] string ClusterId,
    [property: Id(2)] string ServiceId,
    [property: Id(3)] SiloAddress Sender,
    [property: Id(4)] SiloAddress? Target)
{
    /// <summary>Version of the frames that this build speaks. Nodes of other versions refuse each other.</summary>
    public const int CurrentProtocol = 1;

    public void Write(WireWriter writer)
    {
        writer.Raw([(byte)FrameKind.Hello]);
        Codec<Hello>.Instance.Write(writer, 0, this);
    }

    /// <summary>Why the node at <paramref name="here"/> does not want this caller; null if it does.</summary>
    public string? Fault(Hello here) =>
        Protocol != CurrentProtocol ? $"protocol {Protocol} instead of {CurrentProtocol}"
        : ClusterId != here.ClusterId || ServiceId != here.ServiceId ? $"cluster '{ClusterId}' of service '{ServiceId}' instead of '{here.ClusterId}' of '{here.ServiceId}'"
        : Target is not null && !Target.Equals(here.Sender) ? $"{Target} is not here, but {here.Sender}"
        : null;
}
