using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Cli.Configuration;

/// <summary>
/// Options as they were configured, right or wrong. Validators that look at others' options get these: with the usual ones the first fault would hide those of
/// all who ask for it.
/// </summary>
internal sealed class UncheckedOptions<T>(IEnumerable<IConfigureOptions<T>> configure, IEnumerable<IPostConfigureOptions<T>> afterwards) : IOptions<T>
    where T : class
{
    private readonly Lazy<T> _value = new(() =>
    {
        var options = Activator.CreateInstance<T>();
        foreach (var step in configure)
        {
            step.Configure(options);
        }

        foreach (var step in afterwards)
        {
            step.PostConfigure(Options.DefaultName, options);
        }

        return options;
    });

    /// <inheritdoc />
    public T Value => _value.Value;
}
