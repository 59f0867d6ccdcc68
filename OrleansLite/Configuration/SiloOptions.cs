namespace Orleans.Configuration;

/// <summary>About this silo.</summary>
public class SiloOptions
{
    /// <summary>Its name; default made of host and address.</summary>
    public string SiloName { get; set; } = null!;
}
