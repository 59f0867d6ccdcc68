namespace Orleans.Runtime;

/// <summary>A silo's state in the membership.</summary>
[GenerateSerializer]
public enum SiloStatus
{
    /// <summary>Unknown.</summary>
    None = 0,

    /// <summary>Made.</summary>
    Created = 1,

    /// <summary>About to join.</summary>
    Joining = 2,

    /// <summary>At work.</summary>
    Active = 3,

    /// <summary>Stopping, with a hand-over.</summary>
    ShuttingDown = 4,

    /// <summary>Stopping, without.</summary>
    Stopping = 5,

    /// <summary>Gone.</summary>
    Dead = 6,
}
