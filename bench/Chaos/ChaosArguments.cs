using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using Orleans.Realtime.Cluster.Harness.Chaos;

namespace Orleans.Realtime.Chaos;

/// <summary>The command line.</summary>
internal static class ChaosArguments
{
    public static bool TryParse(string[] args, [NotNullWhen(true)] out ChaosOptions? options, out string fault)
    {
        var parsed = new ChaosOptions { Seed = RandomNumberGenerator.GetInt32(1, 1_000_000) };
        (options, fault) = (null, string.Empty);
        var rate = 1;
        for (var i = 1; i < args.Length; i++)
        {
            if (args[i] == "--emptying")
            {
                parsed.Emptying = true;
                continue;
            }

            if (i + 1 == args.Length || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            {
                fault = $"chaos: '{args[i]}' needs a positive number.";
                return false;
            }

            switch (args[i++])
            {
                case "--seconds":
                    parsed.Duration = TimeSpan.FromSeconds(number);
                    break;
                case "--seed":
                    parsed.Seed = number;
                    break;
                case "--silos":
                    parsed.Silos = number;
                    break;
                case "--gateways":
                    parsed.Gateways = number;
                    break;
                case "--rate":
                    rate = number;
                    break;
                default:
                    fault = $"chaos: '{args[i - 1]}' is unknown. Known: --seconds, --seed, --silos, --gateways, --rate, --emptying.";
                    return false;
            }
        }

        parsed.Load.Pause /= rate;
        parsed.KeepLogsIn = Path.Combine(args[0], parsed.Seed.ToString(CultureInfo.InvariantCulture));
        options = parsed;
        return true;
    }
}
