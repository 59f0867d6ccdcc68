using Orleans.Lite.Messaging;

namespace Orleans.Lite.Invocation;

/// <summary>A call to one method with its arguments. The emitted class of each method has the arguments as fields <c>Arg0</c>, <c>Arg1</c> …</summary>
internal abstract class Request
{
    /// <summary>The token argument: the caller's on its side, one that follows it on the callee's.</summary>
    public CancellationToken Cancellation;

    public abstract MethodDescriptor Method { get; }

    /// <summary>Whether the method has a token argument.</summary>
    public virtual bool IsCancellable => false;

    /// <summary>Calls the method.</summary>
    public abstract Task Invoke(object target);

    /// <summary>The answer made of the completed task of <see cref="Invoke"/>.</summary>
    public abstract ResponseMessage Succeed(long id, Task completed);

    /// <summary>Binds references among the arguments to the node that received them.</summary>
    public virtual void Rebind(Node node)
    {
    }
}
