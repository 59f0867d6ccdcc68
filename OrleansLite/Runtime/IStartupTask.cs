namespace Orleans.Runtime;

/// <summary>Runs once when the silo is up.</summary>
public interface IStartupTask
{
    /// <summary>Runs.</summary>
    Task Execute(CancellationToken cancellationToken);
}
