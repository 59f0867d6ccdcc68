using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>How the API writes JSON.</summary>
internal static class ApiJson
{
    /// <summary>Serializers of the API's types.</summary>
    public static ApiJsonContext Context { get; } = new(Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web)));

    /// <summary>Keys in snake_case, text as it is and not as \u escapes (no answer is ever embedded in a page).</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict;
        return options;
    }

    /// <summary>Answers 200 with the value.</summary>
    public static Ok<T> Ok<T>(T value) => TypedResults.Ok(value);
}
