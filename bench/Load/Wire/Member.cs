namespace Orleans.Realtime.Load.Wire;

/// <summary>Who a connection is.</summary>
/// <param name="User">The user's name.</param>
/// <param name="Rooms">The rooms it joins when it connects.</param>
internal sealed record Member(string User, params string[] Rooms)
{
    /// <summary>Publishes into rooms it is not in.</summary>
    public bool Service { get; init; }

    /// <summary>Wants to hear that the server took what it publishes.</summary>
    public bool Acknowledged { get; init; }

    /// <summary>How many publishers each of its rooms has. They are numbered through, room by room.</summary>
    public int PublishersPerRoom { get; init; } = 1;

    /// <summary>The session it resumes, where the server has such.</summary>
    public string? Session { get; init; }
}
