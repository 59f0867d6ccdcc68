using Orleans.Lite.Messaging;

namespace Orleans.Lite.Invocation;

/// <summary>A call to a method that returns nothing.</summary>
internal abstract class VoidRequest : Request
{
    public sealed override Task Invoke(object target)
    {
        InvokeMethod(target);
        return Task.CompletedTask;
    }

    public sealed override ResponseMessage Succeed(long id, Task completed) => new(id);

    public abstract void InvokeMethod(object target);
}
