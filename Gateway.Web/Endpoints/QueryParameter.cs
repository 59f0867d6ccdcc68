using Microsoft.OpenApi;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Endpoint metadata: an optional query parameter.</summary>
internal sealed record QueryParameter(string Name, JsonSchemaType Type, string Description);
