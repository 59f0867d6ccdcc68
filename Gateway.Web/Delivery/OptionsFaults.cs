using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>Collects what is wrong with one section of the configuration, so that a validator names every fault at once.</summary>
internal sealed class OptionsFaults(string section)
{
    private readonly List<string> _faults = [];

    /// <summary>The value must lie between two bounds, both included.</summary>
    public OptionsFaults Range<T>(string name, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            _faults.Add($"{section}:{name} is {value}; it must lie between {least} and {most}.");
        }

        return this;
    }

    /// <summary>A condition must hold.</summary>
    public OptionsFaults Require(bool holds, string fault)
    {
        if (!holds)
        {
            _faults.Add($"{section}:{fault}");
        }

        return this;
    }

    /// <summary>What an <see cref="IValidateOptions{TOptions}"/> answers.</summary>
    public ValidateOptionsResult Result() => _faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_faults);
}
