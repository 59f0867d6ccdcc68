using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Gateway.Web.Hosting;

/// <summary>Tells what an operator can mend (an option, a port, a file) from faults of our own, and says it in plain words.</summary>
internal static class StartFault
{
    /// <summary>The words, or <see langword="null"/> when the exception is better shown whole.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        OptionsValidationException options => Explain(options.Failures),
        AggregateException many when many.InnerExceptions.All(e => e is OptionsValidationException) =>
            Explain(many.InnerExceptions.Cast<OptionsValidationException>().SelectMany(e => e.Failures)),
        IOException { InnerException: AddressInUseException } or AddressInUseException or SocketException or InvalidDataException => Sentence(exception.Message),
        IOException or UnauthorizedAccessException or CryptographicException => Sentence(exception.Message),
        FormatException => Sentence(exception.Message),
        // The configuration binder's own way to say that a value does not fit: the message names value and key.
        InvalidOperationException { Source: { } source } when source.StartsWith("Microsoft.Extensions.Configuration", StringComparison.Ordinal) => Sentence(exception.Message),
        _ => null,
    };

    private static string Explain(IEnumerable<string> failures) => string.Join(Environment.NewLine, failures.Distinct(StringComparer.Ordinal).Select(Sentence));

    private static string Sentence(string message) => message.EndsWith('.') ? message : message + '.';
}
