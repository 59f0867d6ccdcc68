namespace Orleans.Realtime.Runtime.Conformance.Tests.Grains;

public interface IStoredGrain : IGrainWithStringKey
{
    Task<(bool Exists, string Text, int History)> GetAsync();

    Task WriteAsync(string text);

    Task ChangeWithoutWritingAsync(string text);

    Task ReadAsync();

    Task ClearAsync();

    Task ForgetAsync();

    Task WriteOnDeactivationAsync(string text);

    Task<Guid> GetActivationAsync();
}
