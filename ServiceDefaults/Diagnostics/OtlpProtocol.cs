namespace Orleans.Realtime.ServiceDefaults.Diagnostics;

/// <summary>A transport of OTLP.</summary>
public enum OtlpProtocol
{
    /// <summary>gRPC; collectors listen on port 4317.</summary>
    Grpc = 0,

    /// <summary>Protocol buffers over HTTP; collectors listen on port 4318.</summary>
    HttpProtobuf = 1,
}
