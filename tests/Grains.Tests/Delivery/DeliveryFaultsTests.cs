using FsCheck;
using FsCheck.Fluent;
using Orleans.Realtime.Grains.Delivery;
using Orleans.Realtime.Grains.Tests.Support;

namespace Orleans.Realtime.Grains.Tests.Delivery;

public sealed class DeliveryFaultsTests
{
    /// <summary>Whatever fails on the way, in any order: each gateway hands out every message once, in order.</summary>
    [Fact]
    public void Deliver_WhateverFails_EachGatewaySeesEveryMessageOnceInOrder()
    {
        var fault = Gen.Elements(Enum.GetValues<DeliveryFault>());
        var scripts = Gen.Three(fault.ArrayOf());
        var steps = Gen.Choose(0, 9).ArrayOf();
        var property = Prop.ForAll(
            (from s in scripts from t in steps from b in Gen.Choose(1, 7) select (Scripts: s, Steps: t, Batch: b)).ToArbitrary(),
            run => Deliver([run.Scripts.Item1, run.Scripts.Item2, run.Scripts.Item3], run.Steps, run.Batch));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), property);
    }

    private static void Deliver(DeliveryFault[][] scripts, int[] steps, int batch)
    {
        using var rig = new DeliveryRig(new DeliveryOptions { MaxBatchMessages = batch });
        var gateways = scripts.Select((script, i) => new FakeGateway($"gw-{i}")).ToArray();
        foreach (var (gateway, script) in gateways.Zip(scripts))
        {
            gateway.Script(script);
            rig.Attach(gateway, new(0, "e1"));
        }

        foreach (var step in steps)
        {
            switch (step)
            {
                case < 5:
                    rig.Append(step + 1);
                    break;
                case 5:
                    rig.Advance(0.06);
                    break;
                case 6:
                    gateways[0].Release();
                    break;
                case 7:
                    gateways[1].Release();
                    break;
                case 8:
                    rig.Source.SlowReads = !rig.Source.SlowReads;
                    break;
                default:
                    rig.Source.ReleaseReads();
                    break;
            }
        }

        rig.Source.SlowReads = false;
        for (var i = 0; i < 200 && gateways.Any(gateway => gateway.Seen.Length < rig.Source.LastSeq); i++)
        {
            rig.Source.ReleaseReads();
            Array.ForEach(gateways, gateway => gateway.Release());
            rig.Advance(2);
        }

        foreach (var gateway in gateways)
        {
            gateway.Seen.ShouldBe(Enumerable.Range(1, (int)rig.Source.LastSeq).Select(seq => (long)seq));
            gateway.Gaps.ShouldBeEmpty();
        }
    }
}
