namespace Orleans.Lite.Messaging;

/// <summary>What a node does with requests to grains.</summary>
internal interface IRequestHandler
{
    void Dispatch(RequestMessage message);
}
