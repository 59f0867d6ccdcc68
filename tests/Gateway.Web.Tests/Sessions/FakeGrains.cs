using System.Collections.Concurrent;
using Orleans.Realtime.Grains.Interfaces.Connections;
using Orleans.Realtime.Grains.Interfaces.Rooms;
using Orleans.Realtime.Grains.Interfaces.Users;
using Orleans.Runtime;

namespace Orleans.Realtime.Gateway.Web.Tests.Sessions;

/// <summary>Grains in memory that answer at once; an observer is its own reference.</summary>
internal sealed class FakeGrains : IGrainFactory
{
    private readonly ConcurrentDictionary<(Type, string), object> _grains = new();

    public FakeRoom Room(string roomId) => (FakeRoom)GetGrain<IRoomGrain>("room/" + roomId);

    public FakeUser User(string userId) => (FakeUser)GetGrain<IUserGrain>(userId);

    public FakeSession Session(string sessionId) => (FakeSession)GetGrain<IConnectionGrain>(sessionId);

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey =>
        (TGrainInterface)_grains.GetOrAdd((typeof(TGrainInterface), primaryKey), static key => key.Item1.Name switch
        {
            nameof(IRoomGrain) => new FakeRoom(key.Item2),
            nameof(IUserGrain) => new FakeUser(key.Item2),
            _ => new FakeSession(key.Item2),
        });

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => throw new NotSupportedException();

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => (TGrainObserverInterface)obj;

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
    }
}
