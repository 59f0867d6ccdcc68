using System.Collections.Immutable;
using System.Net;
using System.Numerics;
using System.Text;
using Orleans.Lite.Membership;
using Orleans.Runtime;

namespace Orleans.Lite.Wire.Codecs;

/// <summary>The codecs of types that need no description.</summary>
internal static class KnownCodecs
{
    private static readonly Dictionary<Type, WireCodec> ByType = new()
    {
        [typeof(bool)] = new BooleanCodec(),
        [typeof(sbyte)] = new IntegerCodec<sbyte>(),
        [typeof(byte)] = new IntegerCodec<byte>(),
        [typeof(short)] = new IntegerCodec<short>(),
        [typeof(ushort)] = new IntegerCodec<ushort>(),
        [typeof(int)] = new IntegerCodec<int>(),
        [typeof(uint)] = new IntegerCodec<uint>(),
        [typeof(long)] = new IntegerCodec<long>(),
        [typeof(ulong)] = new IntegerCodec<ulong>(),
        [typeof(char)] = new IntegerCodec<char>(),
        [typeof(float)] = new BitsCodec<float>(),
        [typeof(double)] = new BitsCodec<double>(),
        [typeof(Half)] = new BitsCodec<Half>(),
        [typeof(Int128)] = new BitsCodec<Int128>(),
        [typeof(UInt128)] = new BitsCodec<UInt128>(),
        [typeof(Guid)] = new BitsCodec<Guid>(),
        [typeof(string)] = new StringCodec(),
        [typeof(decimal)] = new ConvertCodec<decimal, int[]>(decimal.GetBits, bits => new(bits)),
        [typeof(Rune)] = new ConvertCodec<Rune, int>(rune => rune.Value, value => new(value)),
        [typeof(DateTime)] = new ConvertCodec<DateTime, long>(time => time.ToBinary(), DateTime.FromBinary),
        [typeof(DateTimeOffset)] = new ConvertCodec<DateTimeOffset, (long Ticks, int Minutes)>(
            time => (time.Ticks, (int)time.Offset.TotalMinutes),
            parts => new(parts.Ticks, TimeSpan.FromMinutes(parts.Minutes))),
        [typeof(TimeSpan)] = new ConvertCodec<TimeSpan, long>(span => span.Ticks, TimeSpan.FromTicks),
        [typeof(DateOnly)] = new ConvertCodec<DateOnly, int>(date => date.DayNumber, DateOnly.FromDayNumber),
        [typeof(TimeOnly)] = new ConvertCodec<TimeOnly, long>(time => time.Ticks, ticks => new(ticks)),
        [typeof(BigInteger)] = new BytesCodec<BigInteger>(value => value.ToByteArray(), bytes => new(bytes)),
        [typeof(Uri)] = new ConvertCodec<Uri, string>(uri => uri.OriginalString, text => new(text, UriKind.RelativeOrAbsolute)),
        [typeof(Version)] = new ConvertCodec<Version, string>(version => version.ToString(), Version.Parse),
        [typeof(IPAddress)] = new ConvertCodec<IPAddress, string>(address => address.ToString(), IPAddress.Parse),
        [typeof(IPEndPoint)] = new ConvertCodec<IPEndPoint, string>(endpoint => endpoint.ToString(), IPEndPoint.Parse),
        [typeof(byte[])] = new BytesCodec<byte[]>(bytes => bytes, bytes => bytes),
        [typeof(ReadOnlyMemory<byte>)] = new BytesCodec<ReadOnlyMemory<byte>>(bytes => bytes, bytes => bytes),
        [typeof(Memory<byte>)] = new BytesCodec<Memory<byte>>(bytes => bytes, bytes => bytes),
        [typeof(ArraySegment<byte>)] = new BytesCodec<ArraySegment<byte>>(bytes => bytes, bytes => bytes),
        [typeof(IdSpan)] = new ConvertCodec<IdSpan, string>(id => id.ToString(), text => text.Length == 0 ? default : IdSpan.Create(text)),
        [typeof(GrainType)] = new ConvertCodec<GrainType, IdSpan>(type => type.Value, value => new(value)),
        [typeof(GrainId)] = new ConvertCodec<GrainId, (GrainType Type, IdSpan Key)>(id => (id.Type, id.Key), parts => new(parts.Type, parts.Key)),
        [typeof(MembershipView)] = new ConvertCodec<MembershipView, (long Version, ImmutableArray<MemberEntry> Members)>(
            view => (view.Version, view.Members),
            parts => new(parts.Version, parts.Members)),
        [typeof(SiloAddress)] = new ConvertCodec<SiloAddress, string>(address => address.ToParsableString(), SiloAddress.FromParsableString),
    };

    public static WireCodec? Find(Type type) => ByType.GetValueOrDefault(type);

    public static IEnumerable<Type> Types => ByType.Keys;
}
