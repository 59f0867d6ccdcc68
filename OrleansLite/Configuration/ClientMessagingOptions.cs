namespace Orleans.Configuration;

/// <summary>How calls made by a client behave.</summary>
public class ClientMessagingOptions : MessagingOptions
{
}
