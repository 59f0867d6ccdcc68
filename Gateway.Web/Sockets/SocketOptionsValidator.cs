using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>Names every fault of <see cref="SocketOptions"/> at once, at start.</summary>
internal sealed class SocketOptionsValidator : IValidateOptions<SocketOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SocketOptions options)
    {
        var faults = new ValidateOptionsResultBuilder();
        Range(faults, nameof(options.MaxMessageBytes), options.MaxMessageBytes, 1024, 64 * 1024 * 1024);
        Range(faults, nameof(options.PingInterval), options.PingInterval, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        Range(faults, nameof(options.IdleTimeout), options.IdleTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Range(faults, nameof(options.WriteTimeout), options.WriteTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10));
        Range(faults, nameof(options.SendQueueFrames), options.SendQueueFrames, 1, 65_536);
        Range(faults, nameof(options.SendQueueHardFrames), options.SendQueueHardFrames, 1, 1_048_576);
        Range(faults, nameof(options.SendQueueBytes), options.SendQueueBytes, 65_536, 1024L * 1024 * 1024);
        Range(faults, nameof(options.SlowConsumerGrace), options.SlowConsumerGrace, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        Range(faults, nameof(options.SlowConsumerCloseTimeout), options.SlowConsumerCloseTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10));
        Range(faults, nameof(options.CloseTimeout), options.CloseTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10));
        Range(faults, nameof(options.WriteBufferBytes), options.WriteBufferBytes, 4096, 1024 * 1024);
        Range(faults, nameof(options.CompressionThreshold), options.CompressionThreshold, 0, 1024 * 1024);
        if (options.IdleTimeout <= options.PingInterval)
        {
            faults.AddError($"must be more than {nameof(options.PingInterval)} ({options.PingInterval}), or healthy clients are closed.", Key(nameof(options.IdleTimeout)));
        }

        if (options.SendQueueHardFrames < options.SendQueueFrames)
        {
            faults.AddError($"must be at least {nameof(options.SendQueueFrames)} ({options.SendQueueFrames}).", Key(nameof(options.SendQueueHardFrames)));
        }

        return faults.Build();
    }

    private static void Range<T>(ValidateOptionsResultBuilder faults, string name, T value, T low, T high)
        where T : IComparable<T>
    {
        if (value.CompareTo(low) < 0 || value.CompareTo(high) > 0)
        {
            faults.AddError($"is {value}: it must be from {low} to {high}.", Key(name));
        }
    }

    private static string Key(string name) => $"{SocketOptions.Section}:{name}";
}
