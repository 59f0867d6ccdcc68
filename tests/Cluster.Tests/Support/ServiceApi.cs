using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Orleans.Realtime.Cluster.Tests.Support;

/// <summary>The HTTP API as a backend of role service uses it in Development mode.</summary>
internal sealed class ServiceApi(Uri address, string credentials = "user_id=backend&role=service") : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TestClient.Patience };

    public Task<(HttpStatusCode Status, JsonNode? Body)> PostAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, json, headers);

    public Task<(HttpStatusCode Status, JsonNode? Body)> PatchAsync(string path, string json) => SendAsync(HttpMethod.Patch, path, json);

    public async Task<JsonObject> PostOkAsync(string path, string json, params (string Name, string Value)[] headers)
    {
        var (status, body) = await PostAsync(path, json, headers);
        ((int)status).ShouldBeInRange(200, 299, body?.ToJsonString());
        return body!.AsObject();
    }

    public Task<(HttpStatusCode Status, JsonNode? Body)> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, WithCredentials(path)));

    public Task<(HttpStatusCode Status, JsonNode? Body)> DeleteAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Delete, WithCredentials(path)));

    public async Task<string> GetTextAsync(string path) => await _http.GetStringAsync(WithCredentials(path));

    /// <summary>Sends an event into a user's inbox.</summary>
    public Task<JsonObject> SendEventAsync(string userId, string type, string data) =>
        PostOkAsync("/api/v1/events", $$"""{"user_id":"{{userId}}","type":"{{type}}","data":{{data}}}""");

    /// <summary>Sends a request with a JSON body.</summary>
    public async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(HttpMethod method, string path, string json, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, WithCredentials(path)) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await SendAsync(request);
    }

    public void Dispose() => _http.Dispose();

    private Uri WithCredentials(string path) => new(path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + credentials, UriKind.Relative);

    private async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length > 0 && response.Content.Headers.ContentType?.MediaType?.Contains("json", StringComparison.Ordinal) == true ? JsonNode.Parse(text) : null);
    }
}
