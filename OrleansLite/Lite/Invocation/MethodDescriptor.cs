using System.Reflection;
using Orleans.Concurrency;

namespace Orleans.Lite.Invocation;

/// <summary>One method of a grain or observer interface. <see cref="Name"/> identifies it within the interface, on the wire too.</summary>
internal sealed class MethodDescriptor
{
    public MethodDescriptor(Type interfaceType, MethodInfo method)
    {
        Interface = interfaceType;
        Method = method;
        Name = method.GetCustomAttribute<AliasAttribute>()?.Alias ?? Signature(method);
        ResponseTimeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        Options = (Has<OneWayAttribute>() || method.ReturnType == typeof(void) ? InvokeOptions.OneWay : 0)
            | (Has<ReadOnlyAttribute>() ? InvokeOptions.ReadOnly : 0)
            | (Has<AlwaysInterleaveAttribute>() ? InvokeOptions.AlwaysInterleave : 0);
        CopiesResult = method.ReturnParameter.GetCustomAttribute<ImmutableAttribute>() is null;

        bool Has<T>()
            where T : Attribute => method.GetCustomAttribute<T>() is not null;
    }

    public Type Interface { get; }

    public MethodInfo Method { get; }

    public string Name { get; }

    public InvokeOptions Options { get; }

    public TimeSpan? ResponseTimeout { get; }

    public bool CopiesResult { get; }

    public bool IsOneWay => (Options & InvokeOptions.OneWay) != 0;

    public override string ToString() => $"{Interface.Name}.{Method.Name}";

    private static string Signature(MethodInfo method) =>
        $"{method.Name}({string.Join(',', method.GetParameters().Select(parameter => parameter.ParameterType.FullName))})";
}
