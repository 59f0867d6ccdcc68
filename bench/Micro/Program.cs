using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Orleans.Realtime.Micro;

// Started by bench/run.sh --micro; "heap" measures what lies in memory at rest, everything else is BenchmarkDotNet's.
if (args is ["heap"])
{
    await HeapAtRest.RunAsync();
    return;
}

// In this process: nothing is generated, restored and built beside the repository. "NoEmit" awaits asynchronous set-ups, which "Emit" does not.
var job = Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithWarmupCount(4).WithIterationCount(10);
var config = ManualConfig.Create(DefaultConfig.Instance).AddJob(job).AddDiagnoser(MemoryDiagnoser.Default).WithArtifactsPath("artifacts/bench/micro");
BenchmarkSwitcher.FromAssembly(typeof(HeapAtRest).Assembly).Run(args, config);
