using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Grains.Hosting;

/// <summary>Collects every fault of one options type, so that an operator sees all of them at once.</summary>
internal sealed class OptionsFaults(string section)
{
    private readonly List<string> _faults = [];

    public OptionsFaults Range<T>(string name, T value, T min, T max)
        where T : struct, IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            _faults.Add(FormattableString.Invariant($"{section}:{name} is {value}: it must be between {min} and {max}."));
        }

        return this;
    }

    public OptionsFaults When(bool isFault, string name, string reason)
    {
        if (isFault)
        {
            _faults.Add($"{section}:{name} {reason}");
        }

        return this;
    }

    public ValidateOptionsResult Result() => _faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_faults);
}
