using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Orleans.Realtime.Gateway.Web.ConsolePage;

/// <summary>One file of the page.</summary>
/// <param name="Content">Its bytes, never changed.</param>
/// <param name="ContentType">The media type.</param>
/// <param name="ETag">Names this content: a browser that holds it gets 304.</param>
internal sealed record ConsoleFile(byte[] Content, string ContentType, EntityTagHeaderValue ETag)
{
    /// <summary>A file by its name and bytes.</summary>
    public static ConsoleFile Of(string name, byte[] content) => new(
        content,
        Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "application/octet-stream",
        },
        new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\""));
}
