using System.Globalization;

namespace Orleans.Configuration;

/// <summary>How long activations of this grain class may be idle.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public class CollectionAgeLimitAttribute : Attribute
{
    /// <summary>The shortest limit.</summary>
    public static readonly TimeSpan MinAgeLimit = TimeSpan.FromMinutes(1);

    /// <summary>By <see cref="Days"/>, <see cref="Hours"/> and <see cref="Minutes"/>.</summary>
    public CollectionAgeLimitAttribute()
    {
    }

    /// <summary>By a time span such as <c>00:10:00</c>.</summary>
    public CollectionAgeLimitAttribute(string inactivityPeriod) => Minutes = TimeSpan.Parse(inactivityPeriod, CultureInfo.InvariantCulture).TotalMinutes;

    /// <summary>Never collect.</summary>
    public bool AlwaysActive { get; set; }

    /// <summary>Days.</summary>
    public double Days { get; set; }

    /// <summary>Hours.</summary>
    public double Hours { get; set; }

    /// <summary>Minutes.</summary>
    public double Minutes { get; set; }

    /// <summary>The limit.</summary>
    public TimeSpan AgeLimit
    {
        get
        {
            var limit = TimeSpan.FromDays(Days) + TimeSpan.FromHours(Hours) + TimeSpan.FromMinutes(Minutes);
            return AlwaysActive ? TimeSpan.MaxValue : limit < MinAgeLimit ? MinAgeLimit : limit;
        }
    }
}
