using Orleans.Runtime;

namespace Orleans.Lite.References;

/// <summary>The factory and client of a node.</summary>
internal sealed class GrainFactory(ReferenceFactory references, IServiceProvider services) : IClusterClient
{
    public IServiceProvider ServiceProvider => services;

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey => Get<TGrainInterface>(GrainIdKeyExtensions.CreateGuidKey(primaryKey));

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey => Get<TGrainInterface>(GrainIdKeyExtensions.CreateIntegerKey(primaryKey));

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        return Get<TGrainInterface>(IdSpan.Create(primaryKey));
    }

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => (TGrainInterface)(object)references.ForGrain(typeof(TGrainInterface), grainId);

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        ArgumentNullException.ThrowIfNull(obj);
        return obj is not GrainReference and TGrainObserverInterface
            ? (TGrainObserverInterface)(object)references.ForObserver(typeof(TGrainObserverInterface), obj)
            : throw new ArgumentException($"{obj.GetType()} must be an object that implements {typeof(TGrainObserverInterface)}.", nameof(obj));
    }

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        var reference = obj as GrainReference ?? throw new ArgumentException("Take the reference that CreateObjectReference returned.", nameof(obj));
        references.Forget(reference);
    }

    private TGrainInterface Get<TGrainInterface>(IdSpan key) => (TGrainInterface)(object)references.ForKey(typeof(TGrainInterface), key);
}
