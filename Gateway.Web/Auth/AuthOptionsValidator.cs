using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>Names every fault of <see cref="AuthOptions"/> at once, at start; the keys are read for it.</summary>
internal sealed class AuthOptionsValidator : IValidateOptions<AuthOptions>
{
    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromMinutes(10);

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, AuthOptions options)
    {
        var faults = new ValidateOptionsResultBuilder();
        if (!Enum.IsDefined(options.Mode))
        {
            faults.AddError("Auth:Mode must be Jwt or Development.");
        }

        if (options.Jwt.ClockSkew < TimeSpan.Zero || options.Jwt.ClockSkew > MaxClockSkew)
        {
            faults.AddError($"Auth:Jwt:ClockSkew is {options.Jwt.ClockSkew}: it must be from 0 to {MaxClockSkew}.");
        }

        if (options.Mode == AuthMode.Jwt && !options.Jwt.HasKey)
        {
            faults.AddError("Auth:Mode is Jwt, but there is no key: set Auth:Jwt:Secret, Auth:Jwt:PublicKeyPemFile or Auth:Jwt:JwksFile (or, on a developer's own machine, Auth:Mode=Development).");
        }

        var keyFaults = new List<string>();
        JwtKeyReader.Read(options.Jwt, keyFaults);
        keyFaults.ForEach(fault => faults.AddError(fault));
        return faults.Build();
    }
}
