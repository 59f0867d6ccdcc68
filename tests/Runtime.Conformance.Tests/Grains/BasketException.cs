namespace Orleans.Realtime.Runtime.Conformance.Tests.Grains;

[GenerateSerializer]
public class BasketException(string message, int code) : Exception(message)
{
    [Id(0)]
    public int Code { get; } = code;
}
