using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

public sealed class CloseCodesTests
{
    [Fact]
    public void Table_IsTheContract()
    {
        CloseCodes.All.Select(row => (row.Code, row.Advice)).ShouldBe(
        [
            (1000, CloseAdvice.Stop),
            (1001, CloseAdvice.Resume),
            (1002, CloseAdvice.Stop),
            (1003, CloseAdvice.Stop),
            (1007, CloseAdvice.Stop),
            (1008, CloseAdvice.Stop),
            (1009, CloseAdvice.Stop),
            (1011, CloseAdvice.Resume),
            (1012, CloseAdvice.Resume),
            (1013, CloseAdvice.Resume),
            (4401, CloseAdvice.Authenticate),
            (4403, CloseAdvice.Stop),
            (4408, CloseAdvice.Resume),
            (4409, CloseAdvice.Stop),
            (4429, CloseAdvice.Resume),
            (4430, CloseAdvice.Resume),
        ]);
    }

    [Fact]
    public void Table_SaysWhatEachCodeMeans() =>
        CloseCodes.All.ShouldAllBe(row => row.Name.Length > 0 && row.Meaning.EndsWith('.') && CloseCodes.MayBeReceived(row.Code));

    [Fact]
    public void ReservedCodes_AreNeverTaken() =>
        new[] { 0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535 }.ShouldAllBe(code => !CloseCodes.MayBeReceived(code));
}
