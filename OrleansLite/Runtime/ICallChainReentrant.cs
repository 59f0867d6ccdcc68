namespace Orleans.Runtime;

/// <summary>An activation that calls of a chain may come back into.</summary>
internal interface ICallChainReentrant
{
    void EnterReentrantSection(Guid chain);

    void LeaveReentrantSection(Guid chain);
}
