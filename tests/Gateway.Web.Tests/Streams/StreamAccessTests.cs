using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Auth;
using Orleans.Realtime.Gateway.Web.Streams;

namespace Orleans.Realtime.Gateway.Web.Tests.Streams;

public sealed class StreamAccessTests
{
    [Theory]
    [InlineData(false, false, false, false)]
    [InlineData(false, true, false, true)]
    [InlineData(false, false, true, true)]
    [InlineData(true, false, false, true)]
    public void Streams_AreForServicesAndAdmins_AndForUsersWhereThatIsSet(bool allowUsers, bool service, bool admin, bool expected)
    {
        var access = new StreamAccess(Options.Create(new StreamAccessOptions { AllowUsers = allowUsers }));

        access.Admits(new RealtimePrincipal("ann", service, admin, null)).ShouldBe(expected);
    }
}
