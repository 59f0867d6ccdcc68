using System.Security.Cryptography;
using Orleans.Realtime.Gateway.Web.Auth;

namespace Orleans.Realtime.Gateway.Web.Tests.Auth;

public sealed class AuthOptionsTests
{
    [Fact]
    public void Default_RefusesToStartWithoutAKey() => Fault(new AuthOptions()).ShouldContain("there is no key");

    [Fact]
    public void Development_NeedsNoKey() => new AuthOptionsValidator().Validate(null, new AuthOptions { Mode = AuthMode.Development }).Succeeded.ShouldBeTrue();

    [Fact]
    public void Secret_OfEnoughBytes_IsTaken() =>
        new AuthOptionsValidator().Validate(null, Jwt(jwt => jwt.Secret = new string('x', 32))).Succeeded.ShouldBeTrue();

    [Fact]
    public void Faults_AreNamedAllAtOnceWithoutTheSecret()
    {
        string fault = Fault(Jwt(jwt =>
        {
            jwt.Secret = "tooshortsecret";
            jwt.PublicKeyPemFile = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
            jwt.ClockSkew = TimeSpan.FromHours(1);
        }));

        fault.ShouldContain("Auth:Jwt:Secret has 14 bytes");
        fault.ShouldContain("Auth:Jwt:PublicKeyPemFile");
        fault.ShouldContain("Auth:Jwt:ClockSkew");
        fault.ShouldNotContain("tooshortsecret");
    }

    [Fact]
    public void Pem_WithAPrivateKey_IsRefused()
    {
        using var pem = new TemporaryFile(TokenFactory.Rsa.ExportPkcs8PrivateKeyPem());

        Fault(Jwt(jwt => jwt.PublicKeyPemFile = pem.Path)).ShouldContain("it holds a private key");
    }

    [Fact]
    public void Pem_WithKeysThatAreTooWeak_IsRefused()
    {
        using RSA weak = RSA.Create(1024);
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = new TemporaryFile(weak.ExportSubjectPublicKeyInfoPem());
        using var ec = new TemporaryFile(other.ExportSubjectPublicKeyInfoPem());

        Fault(Jwt(jwt => jwt.PublicKeyPemFile = rsa.Path)).ShouldContain("an RSA key has 1024 bits");
        Fault(Jwt(jwt => jwt.PublicKeyPemFile = ec.Path)).ShouldContain("not on P-256");
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    public void Pem_WithoutAKey_IsRefused(string content)
    {
        using var pem = new TemporaryFile(content);

        Fault(Jwt(jwt => jwt.PublicKeyPemFile = pem.Path)).ShouldContain("Auth:Jwt:PublicKeyPemFile");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"keys":[]}""")]
    [InlineData("""{"keys":[1]}""")]
    [InlineData("""{"keys":null}""")]
    [InlineData("""{"keys":[null]}""")]
    [InlineData("""{"keys":[{"kty":"RSA","n":"AAAA","e":"AQAB","d":"AAAA","p":"AAAA","q":"AAAA","dp":"AAAA","dq":"AAAA","qi":"AAAA"}]}""")]
    [InlineData("""{"keys":[{"kty":"oct","k":"AAAA"}]}""")]
    [InlineData("""{"keys":[{"kty":"RSA"}]}""")]
    [InlineData("""{"keys":[{"kty":"RSA","n":"!","e":"AQAB"}]}""")]
    [InlineData("""{"keys":[{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}]}""")]
    public void KeySet_WithoutAUsableKey_IsRefused(string content)
    {
        using var jwks = new TemporaryFile(content);

        Fault(Jwt(jwt => jwt.JwksFile = jwks.Path)).ShouldContain("Auth:Jwt:JwksFile");
    }

    private static AuthOptions Jwt(Action<JwtOptions> set)
    {
        var options = new AuthOptions();
        set(options.Jwt);
        return options;
    }

    private static string Fault(AuthOptions options) => new AuthOptionsValidator().Validate(null, options).FailureMessage.ShouldNotBeNull();
}
