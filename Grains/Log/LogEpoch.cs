using System.Security.Cryptography;

namespace Orleans.Realtime.Grains.Log;

/// <summary>Names the lives of logs.</summary>
internal static class LogEpoch
{
    private const int Length = 10;
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>A name that no log has had.</summary>
    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);
}
