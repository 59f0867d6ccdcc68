using Orleans.Lite.Messaging;

namespace Orleans.Lite.Invocation;

/// <summary>A call to a method that returns <see cref="Task"/>.</summary>
internal abstract class TaskRequest : Request
{
    public sealed override Task Invoke(object target) => InvokeMethod(target);

    public sealed override ResponseMessage Succeed(long id, Task completed) => new(id);

    public abstract Task InvokeMethod(object target);
}
