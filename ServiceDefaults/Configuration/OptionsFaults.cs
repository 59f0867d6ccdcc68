using Microsoft.Extensions.Options;

namespace Orleans.Realtime.ServiceDefaults.Configuration;

/// <summary>Collects what is wrong with one section of the configuration, so that an operator sees every fault at once.</summary>
/// <param name="section">The section, which begins each fault's words: <c>Rooms</c>.</param>
public sealed class OptionsFaults(string section)
{
    private readonly List<string> _faults = [];

    /// <summary>The value must lie between two bounds, both included.</summary>
    public OptionsFaults Range<T>(string name, T value, T min, T max)
        where T : struct, IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            _faults.Add(FormattableString.Invariant($"{section}:{name} is {value}: it must be between {min} and {max}."));
        }

        return this;
    }

    /// <summary>A condition must not hold; <paramref name="reason"/> goes on where the option's name ends.</summary>
    public OptionsFaults When(bool isFault, string name, string reason)
    {
        if (isFault)
        {
            _faults.Add($"{section}:{name} {reason}");
        }

        return this;
    }

    /// <summary>What an <see cref="IValidateOptions{TOptions}"/> answers.</summary>
    public ValidateOptionsResult Result() => _faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_faults);
}
