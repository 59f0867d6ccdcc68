namespace Orleans.Runtime;

/// <summary>About this silo.</summary>
public interface ILocalSiloDetails
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>The cluster it is part of.</summary>
    string ClusterId { get; }

    /// <summary>The host's name.</summary>
    string DnsHostName { get; }

    /// <summary>Its address, unique to this run of it.</summary>
    SiloAddress SiloAddress { get; }

    /// <summary>Where clients connect to.</summary>
    SiloAddress GatewayAddress { get; }
}
