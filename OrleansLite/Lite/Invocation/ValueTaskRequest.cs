using Orleans.Lite.Messaging;

namespace Orleans.Lite.Invocation;

/// <summary>A call to a method that returns <see cref="ValueTask"/>.</summary>
internal abstract class ValueTaskRequest : Request
{
    public sealed override Task Invoke(object target) => InvokeMethod(target).AsTask();

    public sealed override ResponseMessage Succeed(long id, Task completed) => new(id);

    public abstract ValueTask InvokeMethod(object target);
}
