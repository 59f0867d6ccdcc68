using System.Globalization;

namespace Orleans.Runtime;

/// <summary>A grain has too much to do to take the call. Later it may.</summary>
[GenerateSerializer]
public class LimitExceededException : OrleansException
{
    /// <summary>Without a message of its own.</summary>
    public LimitExceededException()
        : base("Limit exceeded")
    {
    }

    /// <summary>With a message.</summary>
    public LimitExceededException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public LimitExceededException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Which limit is exceeded by how much.</summary>
    public LimitExceededException(string limitName, int current, int threshold, object extraInfo)
        : base(string.Create(CultureInfo.InvariantCulture, $"Limit exceeded {limitName} Current={current} Threshold={threshold} {extraInfo}"))
    {
    }
}
