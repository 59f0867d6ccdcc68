namespace Orleans.Realtime.Grains.Interfaces.Conversations;

/// <summary>On whose behalf a call is made. The caller has checked the credentials.</summary>
/// <param name="UserId">The user.</param>
/// <param name="IsService">Role <c>service</c>: acts for anyone, member or not.</param>
/// <param name="IsAdmin">Role <c>admin</c>: may do what an owner may, and recall any message.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.actor")]
public readonly record struct Actor([property: Id(0)] string UserId, [property: Id(1)] bool IsService, [property: Id(2)] bool IsAdmin);
