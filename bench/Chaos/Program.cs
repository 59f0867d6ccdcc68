using System.Globalization;
using System.Text.Json;
using Orleans.Realtime.Chaos;
using Orleans.Realtime.Cluster.Harness.Chaos;

// usage: Chaos <folder for the logs of failed runs> [--seconds 180] [--seed N] [--silos 3] [--gateways 2] [--rate 1] [--emptying]
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
if (!ChaosArguments.TryParse(args, out var options, out var fault))
{
    Console.Error.WriteLine(fault);
    return 2;
}

options.Say = Console.Error.WriteLine;
options.Say($"seed {options.Seed}: {options.Silos} silos, {options.Gateways} gateways, {options.Duration.TotalSeconds} s of faults");
var result = await ChaosRun.RunAsync(options);
foreach (var violation in result.History.Violations)
{
    options.Say("VIOLATION " + violation);
}

Console.WriteLine(JsonSerializer.Serialize(ChaosSummary.Of(result, options), ChaosSummary.Format));
return result.IsClean ? 0 : 1;
