using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Orleans.Realtime.Gateway.Web.Publishing;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Publishing;

[SuppressMessage("Reliability", "CA2012:Use ValueTasks correctly", Justification = "Its awaiter is asked as a compiler's code does.")]
public sealed class PendingPublishTests
{
    private readonly PublishReceipt _receipt = new() { MessageId = "m", Seq = 7 };
    private readonly PendingPublish _pending = PendingPublish.Rent(new Message { Id = "m", Data = [] }, 0);

    [Fact]
    public async Task Receipt_ThatCameBefore_IsThere()
    {
        var promise = _pending.AsValueTask();

        _pending.Complete(_receipt);

        promise.IsCompletedSuccessfully.ShouldBeTrue();
        (await promise).ShouldBe(_receipt);
    }

    [Fact]
    public void Continuation_RunsWithinTheAnswer()
    {
        var awaiter = Await();
        PublishReceipt? got = null;
        awaiter.UnsafeOnCompleted(() => got = awaiter.GetResult());

        _pending.Complete(_receipt);

        got.ShouldBe(_receipt);
    }

    /// <summary>On the thread pool the continuations of later receipts would overtake it.</summary>
    [Fact]
    public void Continuation_OfAReceiptThatCameBetweenQuestionAndRegistration_RunsAtOnce()
    {
        var awaiter = Await();
        awaiter.IsCompleted.ShouldBeFalse();
        _pending.Complete(_receipt);
        PublishReceipt? got = null;

        awaiter.UnsafeOnCompleted(() => got = awaiter.GetResult());

        got.ShouldBe(_receipt);
    }

    [Fact]
    public async Task Promise_OfAFormerUse_IsRefused()
    {
        var promise = _pending.AsValueTask();
        _pending.Complete(_receipt);
        await promise;

        Should.Throw<InvalidOperationException>(() => promise.IsCompleted);
    }

    /// <summary>As the server does, which has no synchronization context: to that of a test the continuation would be posted.</summary>
    private ConfiguredValueTaskAwaitable<PublishReceipt>.ConfiguredValueTaskAwaiter Await() => _pending.AsValueTask().ConfigureAwait(false).GetAwaiter();
}
