using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>What <c>/openapi/v1.json</c> says beyond paths and types: security, headers, the shape of payloads.</summary>
internal static class OpenApiDescription
{
    /// <summary>The document's name, and so its path.</summary>
    public const string Name = "v1";

    private const string Bearer = "bearer";

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Orleans.Realtime",
                Version = Name,
                Description = "Durable, ordered real-time messaging: the HTTP API. The WebSocket at /ws is described in docs/protocol.md.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
            document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = Bearer,
                BearerFormat = "JWT",
                Description = "Claim 'sub' is the user id, 'role' may hold 'service' or 'admin'. '?token=' is taken too; with Auth:Mode=Development '?user_id=' and '&role=' are enough.",
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(Complete);
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(RawJson) || context.JsonTypeInfo.Type == typeof(RawJson?))
            {
                schema.Type = null;
                schema.Properties = null;
                schema.Description ??= "Any JSON value.";
            }

            foreach (var absent in context.JsonTypeInfo.Properties.Where(IsLeftOut))
            {
                schema.Required?.Remove(absent.Name);
            }

            return Task.CompletedTask;
        });
    }

    private static Task Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters ??= [];
        foreach (var query in metadata.OfType<QueryParameter>())
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = query.Name,
                In = ParameterLocation.Query,
                Description = query.Description,
                Schema = new OpenApiSchema { Type = query.Type },
            });
        }

        if (metadata.OfType<IdempotentAttribute>().LastOrDefault() is { } idempotent)
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = RequestReader.IdempotencyHeader,
                In = ParameterLocation.Header,
                Description = "Makes the request safe to repeat: the same key is one message. " + idempotent.Rule,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 64 },
            });
        }

        if (metadata.OfType<BodyExample>().LastOrDefault() is { } example)
        {
            Show(operation.RequestBody?.Content, example.Request);
            Show(operation.Responses?.GetValueOrDefault("200")?.Content, example.Answer);
        }

        var access = metadata.OfType<Access>().LastOrDefault(Access.Anyone);
        if (access != Access.Anyone)
        {
            operation.Description = access switch
            {
                Access.Service => "Needs role `service`.",
                Access.Admin => "Needs role `admin`.",
                Access.Operator => "Needs role `service` or `admin`.",
                Access.Streams => "Needs role `service` or `admin`; open to every user where `Streams:AllowUsers` is set.",
                _ => "Open to every user.",
            };
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
        }

        return Task.CompletedTask;
    }

    // The generator takes every parameter of a constructor for required, also what answers leave out where it is null.
    private static bool IsLeftOut(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.WhenWritingNull }, ..];

    private static void Show(IDictionary<string, OpenApiMediaType>? content, string? example)
    {
        if (example is not null && content?.TryGetValue("application/json", out var media) == true)
        {
            media.Example = JsonNode.Parse(example);
        }
    }
}
