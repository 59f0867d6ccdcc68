using System.Reflection;
using Orleans.Concurrency;
using Orleans.Lite.Wire;

namespace Orleans.Lite.Invocation;

/// <summary>One method of a grain or observer interface. <see cref="Name"/> identifies it within the interface, on the wire too.</summary>
internal sealed class MethodDescriptor
{
    public MethodDescriptor(Type interfaceType, MethodInfo method)
    {
        Interface = interfaceType;
        Method = method;
        var name = method.GetCustomAttribute<AliasAttribute>()?.Alias ?? Signature(method);
        Name = method.DeclaringType == interfaceType ? name : $"{method.DeclaringType}/{name}";
        ResponseTimeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        Options = (Has<OneWayAttribute>() || method.ReturnType == typeof(void) ? InvokeOptions.OneWay : 0)
            | (Has<ReadOnlyAttribute>() ? InvokeOptions.ReadOnly : 0)
            | (Has<AlwaysInterleaveAttribute>() ? InvokeOptions.AlwaysInterleave : 0);
        CopiesResult = method.ReturnParameter.GetCustomAttribute<ImmutableAttribute>() is null;

        bool Has<T>()
            where T : Attribute => method.GetCustomAttribute<T>() is not null;
    }

    /// <summary>The emitted class of its requests.</summary>
    public Type RequestType { get; set; } = null!;

    /// <summary>Makes requests, writes and reads their arguments.</summary>
    public MemberAccess<Request> Arguments => field ??= MemberAccessEmitter.Make<Request>(RequestType, [ArgumentFields()]);

    public Type Interface { get; }

    public MethodInfo Method { get; }

    public string Name { get; }

    public InvokeOptions Options { get; }

    public TimeSpan? ResponseTimeout { get; }

    public bool CopiesResult { get; }

    public bool IsOneWay => (Options & InvokeOptions.OneWay) != 0;

    public override string ToString() => $"{Interface.Name}.{Method.Name}";

    private List<WireMember> ArgumentFields() =>
        [.. Method.GetParameters()
            .Select((_, index) => (Field: RequestType.GetField(RequestEmitter.ArgumentField(index)), Index: (uint)index))
            .Where(each => each.Field is not null)
            .Select(each => new WireMember(each.Field!, each.Index))];

    private static string Signature(MethodInfo method) =>
        $"{method.Name}({string.Join(',', method.GetParameters().Select(parameter => parameter.ParameterType.FullName))})";
}
