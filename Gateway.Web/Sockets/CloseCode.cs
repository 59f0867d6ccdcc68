namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>One row of the table of close codes.</summary>
/// <param name="Code">The code on the wire.</param>
/// <param name="Name">Its name in logs and documents.</param>
/// <param name="Meaning">Why the socket was closed.</param>
/// <param name="Advice">What the client should do.</param>
internal sealed record CloseCode(int Code, string Name, string Meaning, CloseAdvice Advice);
