using System.Text.RegularExpressions;

namespace Orleans.Realtime.Cli.Configuration;

/// <summary>Keeps secrets off the screen: output of a check ends in tickets and logs of builds.</summary>
internal static partial class Secrets
{
    private const string Mask = "***";

    // Milliseconds; what is matched is a line that somebody wrote.
    private const int Patience = 1_000;

    /// <summary>The value, or as much of it as may be seen.</summary>
    public static string Masked(string key, string value)
    {
        var name = key[(key.LastIndexOf(':') + 1)..];
        if (SecretName().IsMatch(name))
        {
            return Mask;
        }

        var isConnection = key.StartsWith("ConnectionStrings:", StringComparison.OrdinalIgnoreCase) || name.EndsWith("ConnectionString", StringComparison.OrdinalIgnoreCase);
        return isConnection ? Password().Replace(value, "${name}" + Mask) : UserInfo().Replace(value, "${scheme}" + Mask + "@");
    }

    [GeneratedRegex("secret|password|passphrase|token|apikey|credential", RegexOptions.IgnoreCase, Patience)]
    private static partial Regex SecretName();

    // A password may hold an equals sign, and no comma.
    [GeneratedRegex(@"(?<name>\bpassword\s*=)[^,]*", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Password();

    [GeneratedRegex(@"(?<scheme>[a-z][a-z0-9+.-]*://)[^/@\s]*@", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex UserInfo();
}
