using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;

namespace Orleans.Realtime.Grains.Tests.Log;

public sealed class LogOptionsTests
{
    [Fact]
    public void Defaults_AreThoseOfTheDesign()
    {
        using ServiceProvider services = Build();

        LogWriterFactory factory = services.GetRequiredService<LogWriterFactory>();

        factory.RetentionOf(LogKind.Room).ShouldBe(new LogRetention(1000, TimeSpan.FromHours(24), TimeSpan.FromHours(24)));
        factory.RetentionOf(LogKind.Inbox).ShouldBe(new LogRetention(100, TimeSpan.FromMinutes(30), TimeSpan.FromDays(7)));
        services.GetRequiredService<IMessageLog>().ShouldBeOfType<InMemoryMessageLog>();
        services.GetRequiredService<IStartupValidator>().Validate();
    }

    [Fact]
    public void Configuration_IsRead()
    {
        using ServiceProvider services = Build(("Log:MaxBatchMessages", "9"), ("Log:IdempotencyWindow", "00:05:00"));

        LogOptions options = services.GetRequiredService<LogWriterFactory>().Options;

        (options.MaxBatchMessages, options.IdempotencyWindow).ShouldBe((9, TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void Validation_NamesEveryFault()
    {
        using ServiceProvider services = Build(("Log:MaxBatchMessages", "0"), ("Log:IdempotencyWindow", "05:00:00"), ("Log:InMemoryMaxBytes", "5"));

        string faults = Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate()).Message;

        faults.ShouldSatisfyAllConditions(
            () => faults.ShouldContain("Log:MaxBatchMessages"),
            () => faults.ShouldContain("Log:IdempotencyWindow"),
            () => faults.ShouldContain("Log:InMemoryMaxBytes"));
    }

    private static ServiceProvider Build(params (string Key, string Value)[] settings)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value))
            .Build();
        return new ServiceCollection().AddSingleton(configuration).AddLogging().AddMessageLog().BuildServiceProvider();
    }
}
