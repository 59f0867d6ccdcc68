using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Hosting;

namespace Orleans.Realtime.Gateway.Web.Tests.Hosting;

public sealed class StartFaultTests
{
    [Fact]
    public void Explain_NamesEveryFaultOfTheOptions_OnALineOfItsOwn()
    {
        var one = new OptionsValidationException("a", typeof(HttpOptions), ["Http:A is 1.", "Http:B is 2"]);
        var many = new AggregateException(one, new OptionsValidationException("b", typeof(AdminOptions), ["Admin:C is 3."]));

        StartFault.Explain(one).ShouldBe("Http:A is 1." + Environment.NewLine + "Http:B is 2.");
        StartFault.Explain(many)!.Split(Environment.NewLine).Length.ShouldBe(3);
    }

    [Fact]
    public void Explain_SaysThatThePortIsTaken()
    {
        var fault = new IOException("Failed to bind to address http://127.0.0.1:8080: address already in use.", new AddressInUseException("in use"));

        StartFault.Explain(fault).ShouldBe("Failed to bind to address http://127.0.0.1:8080: address already in use.");
    }

    [Fact]
    public void Explain_NamesTheSettingThatDoesNotFit()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("KeepAliveTimeout", "soon")]).Build();

        var fault = Should.Throw<InvalidOperationException>(() => configuration.Get<HttpOptions>());

        StartFault.Explain(fault).ShouldNotBeNull().ShouldContain("KeepAliveTimeout");
    }

    [Fact]
    public void Explain_OfAFaultOfOurOwn_IsNothing() => StartFault.Explain(new InvalidOperationException("bug")).ShouldBeNull();
}
