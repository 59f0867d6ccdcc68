namespace Orleans.Realtime.Grains.Conversations;

/// <summary>Whether a group is there.</summary>
internal enum GroupStatus
{
    /// <summary>It was never made, or is gone.</summary>
    None = 0,

    /// <summary>It is there.</summary>
    Active = 1,

    /// <summary>It is being deleted: nobody gets anything of it any more, but not all members' grains know yet.</summary>
    Deleting = 2,
}
