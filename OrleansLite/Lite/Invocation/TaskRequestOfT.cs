using Orleans.Lite.Copying;
using Orleans.Lite.Messaging;

namespace Orleans.Lite.Invocation;

/// <summary>A call to a method that returns <see cref="Task{TResult}"/>.</summary>
internal abstract class TaskRequest<T> : Request
{
    public sealed override Task Invoke(object target) => InvokeMethod(target);

    public sealed override ResponseMessage Succeed(long id, Task completed)
    {
        var result = ((Task<T>)completed).Result;
        return new ResponseMessage<T>(id, Method.CopiesResult ? Copier.Copy(result) : result);
    }

    public abstract Task<T> InvokeMethod(object target);
}
