namespace Orleans.Lite.State;

/// <summary>State that is read before the grain activates.</summary>
internal interface IPersistentStateSource
{
    Task LoadAsync();
}
