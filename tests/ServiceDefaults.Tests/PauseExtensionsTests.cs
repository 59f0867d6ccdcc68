namespace Orleans.Realtime.ServiceDefaults.Tests;

public sealed class PauseExtensionsTests
{
    [Theory]
    [InlineData(50, 100)]
    [InlineData(499, 998)]
    [InlineData(500, 1_000)]
    [InlineData(501, 1_000)]
    [InlineData(1_000, 1_000)]
    [InlineData(0, 0)]
    public void Pause_Doubles_UpToTheLongest(int milliseconds, int next) =>
        TimeSpan.FromMilliseconds(milliseconds).Doubled(TimeSpan.FromSeconds(1)).ShouldBe(TimeSpan.FromMilliseconds(next));
}
