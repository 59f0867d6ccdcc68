using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Orleans.Realtime.Gateway.Web.Auth;
using Orleans.Realtime.Tests.Shared;
using static Orleans.Realtime.Gateway.Web.Tests.Auth.TokenFactory;

namespace Orleans.Realtime.Gateway.Web.Tests.Auth;

public sealed class JwtVerifierTests
{
    private const string Header = """{"alg":"HS256","typ":"JWT"}""";

    private static readonly string GoodPayload = $$"""{"sub":"u1","exp":{{Seconds(TimeSpan.FromMinutes(5))}}}""";

    private readonly FakeTimeProvider _time = new(Now);
    private readonly JwtOptions _options = new() { Secret = Secret };

    [Fact]
    public void Token_ThatIsGood_IsTaken()
    {
        RealtimePrincipal principal = Accept(Create(HS256));

        principal.ShouldBe(new RealtimePrincipal("u1", IsService: false, IsAdmin: false, Now + TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void Token_SignedWithRS256OrES256_IsTakenByItsPublicKey()
    {
        using var pem = new TemporaryFile("the keys of the issuer\n" + Rsa.ExportSubjectPublicKeyInfoPem() + "\n\n" + EC.ExportSubjectPublicKeyInfoPem());
        _options.Secret = null;
        _options.PublicKeyPemFile = pem.Path;

        Accept(Create(RS256)).UserId.ShouldBe("u1");
        Accept(Create(ES256)).UserId.ShouldBe("u1");
        Refuse(Create(HS256)).ShouldBe("the token's signature is not valid");
    }

    [Fact]
    public void Token_SignedWithTheKeyOfACertificateOrAnRsaBlock_IsTaken()
    {
        var request = new CertificateRequest("CN=issuer", EC, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(Now, Now.AddDays(1));
        using var pem = new TemporaryFile(certificate.ExportCertificatePem() + "\n" + Rsa.ExportRSAPublicKeyPem());
        _options.PublicKeyPemFile = pem.Path;

        Accept(Create(RS256)).UserId.ShouldBe("u1");
        Accept(Create(ES256)).UserId.ShouldBe("u1");
    }

    [Fact]
    public void KeySet_ChoosesByKeyId()
    {
        using RSA other = RSA.Create(2048);
        using var jwks = new TemporaryFile($$"""{"keys":[{{Jwk(other, "old")}},{{Jwk(Rsa, "new")}},{{Jwk(EC, "ec")}},{"kty":"oct","k":"AAAA"},{"kty":"RSA","use":"enc"}]}""");
        _options.JwksFile = jwks.Path;

        Accept(Create(Sign(new RsaSecurityKey(Rsa), SecurityAlgorithms.RsaSha256, "new"))).UserId.ShouldBe("u1");
        Accept(Create(Sign(new ECDsaSecurityKey(EC), SecurityAlgorithms.EcdsaSha256, "ec"))).UserId.ShouldBe("u1");
        Accept(Create(RS256)).UserId.ShouldBe("u1"); // without kid every key is tried
        Refuse(Create(Sign(new RsaSecurityKey(Rsa), SecurityAlgorithms.RsaSha256, "old"))).ShouldBe("the token's signature is not valid");
        Refuse(Create(Sign(new RsaSecurityKey(Rsa), SecurityAlgorithms.RsaSha256, "unknown"))).ShouldBe("the token's signature is not valid");
    }

    [Fact]
    public void KeySet_WithACertificateBesideAKey_TakesTheKey()
    {
        var request = new CertificateRequest("CN=issuer", Rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(Now, Now.AddDays(1));
        string key = Jwk(Rsa, "new").Replace("{", $$"""{"x5c":["{{Convert.ToBase64String(certificate.RawData)}}"],""", StringComparison.Ordinal);
        using var jwks = new TemporaryFile($$"""{"keys":[{{key}}]}""");
        _options.JwksFile = jwks.Path;

        Accept(Create(Sign(new RsaSecurityKey(Rsa), SecurityAlgorithms.RsaSha256, "new"))).UserId.ShouldBe("u1");
    }

    [Fact]
    public void Verifier_IsUsedByManyThreadsAtOnce()
    {
        using var pem = new TemporaryFile(Rsa.ExportSubjectPublicKeyInfoPem() + "\n" + EC.ExportSubjectPublicKeyInfoPem());
        _options.PublicKeyPemFile = pem.Path;
        JwtVerifier verifier = Verifier();
        string[] good = [Create(HS256), Create(RS256), Create(ES256)];
        string[] bad = [.. good.Select(token => token[..^5] + (token[^5] == 'A' ? 'g' : 'A') + token[^4..])];

        Parallel.For(0, 600, i =>
        {
            verifier.Verify(good[i % 3]).Failure.ShouldBeNull();
            verifier.Verify(bad[i % 3]).Failure.ShouldBe("the token's signature is not valid");
        });
    }

    [Theory]
    [InlineData("""{"alg":"HS256","kid":["a"]}""", """{"exp":4000000000}""")]
    [InlineData("""{"alg":"HS256","kid":{},"x5t":1,"typ":[]}""", """{"exp":4000000000}""")]
    [InlineData("""{"alg":"HS256"}""", """{"exp":4000000000,"iss":1,"aud":{"a":[1e400]},"iat":"x","jti":[],"azp":null,"actort":"a.b.c"}""")]
    [InlineData("""{"alg":"HS256"}""", """{"exp":4000000000,"aud":null,"iat":1e300,"n":123456789012345678901234567890,"role":{}}""")]
    [InlineData("""{"alg":"HS256"}""", """{"exp":4000000000,"aud":[null,[[1]]],"d":"2026-01-01T00:00:00Z","nbf":253402300799}""")]
    [InlineData("""{"alg":"HS256"}""", """{"exp":253402300799,"role":[["service"]]}""")]
    public void Token_OfOddShape_IsTakenOrRefusedButNeverThrows(string header, string claims)
    {
        _options.Audience = "realtime";

        AuthenticationOutcome outcome = Verify(Raw(header, claims));

        outcome.Principal.ShouldBeNull();
        outcome.Failure.ShouldBeOneOf("the token is malformed", "the token is for another audience", "the token is not valid yet");
    }

    [Fact]
    public void Algorithm_CannotTurnAPublicKeyIntoASecret()
    {
        string publicKey = Rsa.ExportSubjectPublicKeyInfoPem();
        using var pem = new TemporaryFile(publicKey);
        _options.Secret = null;
        _options.PublicKeyPemFile = pem.Path;

        foreach (byte[] secret in (byte[][])[Encoding.UTF8.GetBytes(publicKey), Encoding.UTF8.GetBytes(publicKey + "\n"), Rsa.ExportSubjectPublicKeyInfo()])
        {
            Refuse(Create(Sign(new SymmetricSecurityKey(secret), SecurityAlgorithms.HmacSha256))).ShouldBe("the token's signature is not valid");
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("")]
    [InlineData("hs256")]
    [InlineData("HS512")]
    [InlineData("RS512")]
    [InlineData("PS256")]
    public void Algorithm_OfAnotherKind_IsRefused(string algorithm)
    {
        string header = $$"""{"alg":"{{algorithm}}"}""";

        Refuse(Raw(header, GoodPayload)).ShouldStartWith("the token's algorithm is not taken");
        Refuse(Encode(header) + "." + Encode(GoodPayload) + ".").ShouldBe("the token is malformed");
        Refuse(Encode(header) + "." + Encode(GoodPayload) + ".AAAA").ShouldStartWith("the token's algorithm is not taken");
    }

    [Fact]
    public void Algorithm_MissingOrNoString_IsRefused()
    {
        Refuse(Raw("""{"typ":"JWT"}""", GoodPayload)).ShouldBe("the token is malformed");
        Refuse(Raw("""{"alg":["HS256"]}""", GoodPayload)).ShouldBe("the token is malformed");
    }

    [Fact]
    public void Token_WithItsOwnKeyInTheHeader_IsRefused()
    {
        using RSA own = RSA.Create(2048);
        using var pem = new TemporaryFile(Rsa.ExportSubjectPublicKeyInfoPem());
        _options.PublicKeyPemFile = pem.Path;
        string signed = Encode($$"""{"alg":"RS256","jwk":{{Jwk(own, "own")}}}""") + "." + Encode(GoodPayload);
        byte[] signature = own.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        Refuse(signed + "." + Base64UrlEncoder.Encode(signature)).ShouldBe("the token's signature is not valid");
    }

    [Fact]
    public void Token_ThatIsEncrypted_IsRefused()
    {
        var encrypting = new EncryptingCredentials(new SymmetricSecurityKey(new byte[64]), JwtConstants.DirectKeyUseAlg, SecurityAlgorithms.Aes256CbcHmacSha512);

        Refuse(new JsonWebTokenHandler().EncryptToken(Create(HS256), encrypting)).ShouldBe("encrypted tokens are not taken");
    }

    [Fact]
    public void Token_WithACriticalExtension_IsRefused() =>
        Refuse(Raw("""{"alg":"HS256","crit":["b64"],"b64":false}""", GoodPayload)).ShouldBe("the token demands an extension that is not known");

    [Fact]
    public void Token_ChangedAnywhere_IsRefused()
    {
        foreach (SigningCredentials credentials in (SigningCredentials[])[HS256, RS256, ES256])
        {
            using var pem = new TemporaryFile(Rsa.ExportSubjectPublicKeyInfoPem() + "\n" + EC.ExportSubjectPublicKeyInfoPem());
            _options.PublicKeyPemFile = pem.Path;
            string token = Create(credentials);
            JwtVerifier verifier = Verifier();
            verifier.Verify(token).Principal.ShouldNotBeNull();
            for (int i = 0; i < token.Length; i++)
            {
                // Another character of the alphabet that differs in the highest of its six bits, so that the decoded bytes differ too.
                char changed = token[i] == 'A' ? 'g' : 'A';
                string tampered = token[..i] + (token[i] == '.' ? 'A' : changed) + token[(i + 1)..];
                if (Base64UrlEncoder.DecodeBytes(LastPart(tampered)) is { } signature && i > token.LastIndexOf('.') && signature.AsSpan().SequenceEqual(Base64UrlEncoder.DecodeBytes(LastPart(token))))
                {
                    continue;
                }

                verifier.Verify(tampered).Principal.ShouldBeNull($"character {i} of {token.Length}");
            }
        }
    }

    [Fact]
    public void Token_SignedWithAnotherSecret_IsRefused() =>
        Refuse(Create(Sign(new SymmetricSecurityKey(new byte[64]), SecurityAlgorithms.HmacSha256))).ShouldBe("the token's signature is not valid");

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("a.b")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d")]
    [InlineData("ä.ö.ü")]
    [InlineData("e30 .e30.e30")]
    [InlineData("e30=.e30=.AAA=")]
    [InlineData("bnVsbA.bnVsbA.AAAA")]
    public void Garbage_IsRefusedInPlainWords(string token) => Refuse(token).ShouldBe("the token is malformed");

    [Fact]
    public void Noise_NeverThrows()
    {
        var random = new Random(1);
        byte[] noise = new byte[60];
        string good = Create(HS256);
        for (int i = 0; i < 2000; i++)
        {
            random.NextBytes(noise);
            string part = Base64UrlEncoder.Encode(noise.AsSpan(0, random.Next(noise.Length)).ToArray());
            Verify(Raw(Header, "x")[..^3] + part).Principal.ShouldBeNull();
            Verify($"{part}.{part}.{part}").Principal.ShouldBeNull();
            Verify(Encoding.Latin1.GetString(noise)).Principal.ShouldBeNull();
            Verify(good[random.Next(1, good.Length)..]).Principal.ShouldBeNull();
        }
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("not json")]
    [InlineData("""{"sub":"u1","sub":"u2","exp":4000000000}""")]
    [InlineData("""{"sub":"u1","exp":4000000000} {}""")]
    [InlineData("""{"sub":"\ud800","exp":4000000000}""")]
    public void Payload_ThatIsAmbiguousOrNoObject_IsRefused(string payload) => Refuse(Raw(Header, payload)).ShouldBe("the token is malformed");

    [Fact]
    public void Token_ThatIsTooLong_IsRefused() => Refuse(new string('a', JwtVerifier.MaxLength + 1)).ShouldBe("the token is too long");

    [Fact]
    public void Expiry_IsRequiredAndANumber()
    {
        Refuse(Create(HS256, ("exp", null))).ShouldBe("the token has no valid claim 'exp'");
        Refuse(Create(HS256, ("exp", "4000000000"))).ShouldBe("the token has no valid claim 'exp'");
        Refuse(Create(HS256, ("exp", -1))).ShouldBe("the token has no valid claim 'exp'");
        Refuse(Raw(Header, """{"sub":"u1","exp":1e300}""")).ShouldBe("the token has no valid claim 'exp'"); // the library takes dates only
        Accept(Raw(Header, """{"sub":"u1","exp":253402300799}""")).ExpiresAt.ShouldNotBeNull().Year.ShouldBe(9999);
        Accept(Raw(Header, """{"sub":"u1","exp":1767225600.5}""")).ExpiresAt.ShouldBe(Now.AddMilliseconds(500));
    }

    [Fact]
    public void Expiry_AllowsForClocksThatDiffer()
    {
        Accept(Create(HS256, ("exp", Seconds(TimeSpan.FromSeconds(-4))))).ExpiresAt.ShouldBe(Now + TimeSpan.FromSeconds(1));
        Refuse(Create(HS256, ("exp", Seconds(TimeSpan.FromSeconds(-5))))).ShouldBe("the token has expired");
    }

    [Fact]
    public void Expiry_IsJudgedByTheClockAtHand()
    {
        string token = Create(HS256);
        Accept(token);

        _time.Advance(TimeSpan.FromMinutes(6));

        Refuse(token).ShouldBe("the token has expired");
    }

    [Fact]
    public void NotBefore_IsHonoured()
    {
        Accept(Create(HS256, ("nbf", Seconds(TimeSpan.FromSeconds(5)))));
        Refuse(Create(HS256, ("nbf", Seconds(TimeSpan.FromSeconds(6))))).ShouldBe("the token is not valid yet");
        Refuse(Create(HS256, ("nbf", "soon"))).ShouldBe("the token is not valid yet");
    }

    [Fact]
    public void Issuer_IsCheckedWhereItIsConfigured()
    {
        _options.Issuer = "https://issuer";

        Accept(Create(HS256, ("iss", "https://issuer")));
        Refuse(Create(HS256, ("iss", "https://other"))).ShouldBe("the token is from another issuer");
        Refuse(Create(HS256)).ShouldBe("the token is from another issuer");
    }

    [Fact]
    public void Audience_IsCheckedWhereItIsConfigured()
    {
        _options.Audience = "realtime";

        Accept(Create(HS256, ("aud", "realtime")));
        Refuse(Create(HS256, ("aud", "realtime/"))).ShouldBe("the token is for another audience");
        Accept(Create(HS256, ("aud", new[] { "other", "realtime" })));
        Refuse(Create(HS256, ("aud", "other"))).ShouldBe("the token is for another audience");
        Refuse(Create(HS256, ("aud", new[] { "other" }))).ShouldBe("the token is for another audience");
        Refuse(Create(HS256)).ShouldBe("the token is for another audience");
    }

    [Fact]
    public void Subject_MustBeAUserId()
    {
        Refuse(Create(HS256, ("sub", null))).ShouldStartWith("the token has no valid claim 'sub'");
        Refuse(Create(HS256, ("sub", ""))).ShouldStartWith("the token has no valid claim 'sub'");
        Refuse(Create(HS256, ("sub", 17))).ShouldStartWith("the token has no valid claim 'sub'");
        Refuse(Create(HS256, ("sub", new string('x', 129)))).ShouldStartWith("the token has no valid claim 'sub'");
        Accept(Create(HS256, ("sub", "ü 😀"))).UserId.ShouldBe("ü 😀");
        Accept(Create(HS256, ("sub", "2026-01-01T00:00:00Z"))).UserId.ShouldBe("2026-01-01T00:00:00Z");
    }

    [Fact]
    public void Role_IsAStringOrAnArray()
    {
        Roles(Create(HS256, ("role", "service"))).ShouldBe((true, false));
        Roles(Create(HS256, ("role", "admin"))).ShouldBe((false, true));
        Roles(Create(HS256, ("role", new[] { "admin", "service", "other" }))).ShouldBe((true, true));
        Roles(Create(HS256, ("role", "Service"))).ShouldBe((false, false));
        Roles(Create(HS256, ("role", new object[] { 1, "services" }))).ShouldBe((false, false));
        Roles(Create(HS256, ("role", true))).ShouldBe((false, false));
    }

    private static string LastPart(string token) => token[(token.LastIndexOf('.') + 1)..];

    private static string Jwk(RSA key, string keyId)
    {
        RSAParameters p = key.ExportParameters(includePrivateParameters: false);
        return $$"""{"kty":"RSA","use":"sig","kid":"{{keyId}}","n":"{{Base64UrlEncoder.Encode(p.Modulus)}}","e":"{{Base64UrlEncoder.Encode(p.Exponent)}}"}""";
    }

    private static string Jwk(ECDsa key, string keyId)
    {
        ECParameters p = key.ExportParameters(includePrivateParameters: false);
        return $$"""{"kty":"EC","crv":"P-256","alg":"ES256","kid":"{{keyId}}","x":"{{Base64UrlEncoder.Encode(p.Q.X)}}","y":"{{Base64UrlEncoder.Encode(p.Q.Y)}}"}""";
    }

    private (bool Service, bool Admin) Roles(string token)
    {
        RealtimePrincipal principal = Accept(token);
        return (principal.IsService, principal.IsAdmin);
    }

    private RealtimePrincipal Accept(string token)
    {
        AuthenticationOutcome outcome = Verify(token);
        outcome.Failure.ShouldBeNull();
        return outcome.Principal.ShouldNotBeNull();
    }

    private string Refuse(string token)
    {
        AuthenticationOutcome outcome = Verify(token);
        outcome.Principal.ShouldBeNull();
        return outcome.Failure.ShouldNotBeNull();
    }

    private AuthenticationOutcome Verify(string token) => Verifier().Verify(token);

    private JwtVerifier Verifier()
    {
        var faults = new List<string>();
        IReadOnlyList<SecurityKey> keys = JwtKeyReader.Read(_options, faults);
        faults.ShouldBeEmpty();
        return new JwtVerifier(keys, _options, _time);
    }
}
