using System.Net;

namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>Tells addresses that only this machine reaches from others.</summary>
internal static class LoopbackAddress
{
    /// <summary>Whether a server address such as <c>http://localhost:8080</c> is reached from this machine only. What cannot be understood is not.</summary>
    public static bool Is(string address)
    {
        BindingAddress binding;
        try
        {
            binding = BindingAddress.Parse(address);
        }
        catch (FormatException)
        {
            return false;
        }

        return binding.IsUnixPipe
            || binding.IsNamedPipe
            || string.Equals(binding.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(binding.Host, out IPAddress? ip) && IPAddress.IsLoopback(ip));
    }
}
