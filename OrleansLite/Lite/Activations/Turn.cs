using Orleans.Lite.Invocation;

namespace Orleans.Lite.Activations;

/// <summary>Something an activation runs by its reentrancy rules: a request or a timer's tick.</summary>
internal abstract class Turn(InvokeOptions options)
{
    /// <summary>The next one that waits at the same activation.</summary>
    public Turn? Next { get; set; }

    public bool IsReadOnly => (options & InvokeOptions.ReadOnly) != 0;

    public bool AlwaysInterleaves => (options & InvokeOptions.AlwaysInterleave) != 0;

    /// <summary>The call chain, if its reentrancy was allowed; otherwise empty.</summary>
    public virtual Guid Chain => Guid.Empty;

    /// <summary>Whether it keeps the activation from idle collection.</summary>
    public virtual bool KeepsAlive => true;

    public abstract Task Run(Activation activation);

    public abstract void Complete(Activation activation, Task task);

    /// <summary>The activation could not start.</summary>
    public abstract void Fail(Activation activation, Exception error);

    /// <summary>The activation is gone before the turn came.</summary>
    public abstract void Redirect(Activation activation);
}
