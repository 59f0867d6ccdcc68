using System.Collections.Concurrent;

namespace Orleans.Realtime.Gateway.Web.RateLimits;

/// <summary>The buckets of the users who are connected here: as many as there are users with a connection, no more.</summary>
internal sealed class UserRateLimiter
{
    private readonly ConcurrentDictionary<string, UserBucket> _users = new(StringComparer.Ordinal);

    /// <summary>Users with a bucket now.</summary>
    public int Count => _users.Count;

    /// <summary>The user's bucket, for one more connection. Give it back with <see cref="Release"/>.</summary>
    public UserBucket Acquire(string userId)
    {
        while (true)
        {
            UserBucket bucket = _users.GetOrAdd(userId, static id => new UserBucket(id));
            lock (bucket)
            {
                if (bucket.Holders >= 0)
                {
                    bucket.Holders++;
                    return bucket;
                }
            }
        }
    }

    /// <summary>A connection ended.</summary>
    public void Release(UserBucket bucket)
    {
        lock (bucket)
        {
            if (--bucket.Holders == 0)
            {
                bucket.Holders = -1;
                _users.TryRemove(KeyValuePair.Create(bucket.UserId, bucket));
            }
        }
    }
}
