using System.Globalization;

namespace Orleans.Realtime.Client.Tests.Support;

internal static class PayloadExtensions
{
    public static JsonPayload AsPayload(this int number) => JsonPayload.FromJson(number.ToString(CultureInfo.InvariantCulture));
}
