using System.Runtime.InteropServices;
using Orleans.Realtime.Cli;
using Orleans.Realtime.Cli.Terminals;

using var interrupted = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
return await RealtimeTool.RunAsync(args, Terminal.OfProcess(), interrupted.Token);

void Interrupt(PosixSignalContext context)
{
    // The second time the signal does what it always does: nobody has to wait for an orderly end.
    context.Cancel = !interrupted.IsCancellationRequested;
    interrupted.Cancel();
}
