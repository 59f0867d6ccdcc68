using System.Globalization;
using System.Reflection;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

public sealed class SocketOptionsValidatorTests
{
    [Fact]
    public void Defaults_AreValid() => new SocketOptionsValidator().Validate(null, new SocketOptions()).Succeeded.ShouldBeTrue();

    [Fact]
    public void EveryNumberAndTime_HasARange()
    {
        foreach (var property in typeof(SocketOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.PropertyType != typeof(bool)))
        {
            var options = new SocketOptions();
            property.SetValue(options, property.PropertyType == typeof(TimeSpan) ? TimeSpan.FromDays(-1) : Convert.ChangeType(-1, property.PropertyType, CultureInfo.InvariantCulture));

            var result = new SocketOptionsValidator().Validate(null, options);

            result.Failed.ShouldBeTrue(property.Name);
            result.FailureMessage.ShouldContain("Sockets:" + property.Name);
        }
    }

    [Fact]
    public void SeveralFaults_AreAllNamed()
    {
        var options = new SocketOptions { MaxMessageBytes = 0, IdleTimeout = TimeSpan.FromSeconds(50), SendQueueHardFrames = 100 };

        var failures = new SocketOptionsValidator().Validate(null, options).Failures.ShouldNotBeNull().ToList();

        failures.Count.ShouldBe(3);
    }
}
