namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>Why a client's frame was refused; always answered with the code <c>bad_request</c>.</summary>
/// <param name="Malformed">True when it is not JSON at all: ten of those in a row close the connection with 1008.</param>
/// <param name="Message">What is wrong, naming the field. Safe to show to the client.</param>
/// <param name="Id">The frame's own id, as far as it could be read, for the error frame to repeat.</param>
internal readonly record struct ParseError(bool Malformed, string Message, string? Id);
