using System.Collections.Immutable;
using System.Net;
using Orleans.Lite.Wire;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Realtime.OrleansLite.Tests.Wire;

public class WireFormatTests
{
    [Fact]
    public void Values_OfKnownTypes_ComeBackEqual()
    {
        Same(true);
        Same((sbyte)-5);
        Same(byte.MaxValue);
        Same(short.MinValue);
        Same(int.MinValue);
        Same(long.MinValue);
        Same(long.MaxValue);
        Same(ulong.MaxValue);
        Same('ß');
        Same(1.5f);
        Same(double.NaN);
        Same(-79228162514264337593543950335m);
        Same(Guid.NewGuid());
        Same("Grüße 🙂 " + new string('x', 300));
        Same((string?)null);
        Same(Colour.Blue);
        Same((int?)null);
        Same((int?)7);
        Same(DateTimeOffset.MaxValue);
        Same(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(-7)));
        Same(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        Same(TimeSpan.MinValue);
        Same(new DateOnly(2026, 1, 2));
        Same(new Uri("https://example.org/a?b"));
        Same(IPAddress.IPv6Loopback);
        Same(GrainId.Create("room", "a/b"));
        Same(default(GrainId));
        Same(SiloAddress.New(IPAddress.Loopback, 7, 8));
        Same((1, "two", (Point?)new Point(3, 4)));
        Same((1, 2, 3, 4, 5, 6, 7, 8, 9));
        Same(new Place("here", new(1, -2)));
        Same(new Place("nowhere", null));
    }

    [Fact]
    public void Collections_OfEachKind_ComeBackEqual()
    {
        Equivalent<int[]>([1, 2, 3]);
        Equivalent<byte[]>([1, 2, 3]);
        Equivalent<string?[]>(["a", null]);
        Equivalent<List<Point>>([new(1, 2)]);
        Equivalent<IReadOnlyList<Point>>([new(1, 2), new(3, 4)]);
        Equivalent<IReadOnlyList<Point>>(new List<Point> { new(1, 2) });
        Equivalent<IList<int>>([.. Enumerable.Range(0, 5000)]);
        Equivalent<IReadOnlyDictionary<string, int>>(new Dictionary<string, int> { ["a"] = 1 });
        Equivalent<HashSet<Guid>>([Guid.NewGuid()]);
        Equivalent<ImmutableArray<int>>([1, 2]);
        Equivalent<ImmutableDictionary<int, string>>(ImmutableDictionary<int, string>.Empty.Add(1, "a"));
        Equivalent(new Queue<int>([1, 2]));
        Equivalent(new Stack<int>([1, 2]));
        RoundTrip<ReadOnlyMemory<byte>>(new byte[] { 1, 2 }).ToArray().ShouldBe([1, 2]);
        RoundTrip<ImmutableArray<int>>(default).IsDefault.ShouldBeTrue();
        RoundTrip(new Dictionary<string, object> { ["n"] = 1, ["t"] = "x", ["g"] = Guid.Empty, ["l"] = new List<int> { 1 } })["l"].ShouldBe(new List<int> { 1 });
    }

    [Fact]
    public void Objects_OfDerivedTypes_KeepTypeAndMembersOfEachClass()
    {
        var ring = RoundTrip<Shape>(new Ring(3) { Name = "r", Radius = 2.5 }).ShouldBeOfType<Ring>();
        (ring.Name, ring.Radius, ring.Width).ShouldBe(("r", 2.5, 3));
        RoundTrip(new Circle { Radius = 1 }).ShouldBeOfType<Circle>();
        RoundTrip<object>(new Circle { Radius = 1 }).ShouldBeOfType<Circle>().Radius.ShouldBe(1);
    }

    [Fact]
    public void Objects_WithinEachOther_ComeBack()
    {
        var tree = RoundTrip(new Tree { Value = 1, Left = new() { Value = 2 }, Others = [new() { Value = 3 }, new()] });

        (tree.Value, tree.Left!.Value, tree.Others[0].Value, tree.Others.Count).ShouldBe((1, 2, 3, 2));
    }

    [Fact]
    public void Cycle_Written_IsRefused()
    {
        var tree = new Tree();
        tree.Left = tree;

        Should.Throw<SerializerException>(() => WireFormat.Serialize(tree)).Message.ShouldContain("cycles");
    }

    [Fact]
    public void Type_WithoutAttribute_IsRefusedByName() =>
        Should.Throw<CodecNotFoundException>(() => WireFormat.Serialize(new Unmarked())).Message.ShouldContain(nameof(Unmarked));

    [Fact]
    public void NewerBytes_ReadByAnOlderType_LoseOnlyWhatItDoesNotKnow()
    {
        var bytes = WireFormat.Serialize(new NoteNew("hi", new Tree { Left = new() }, 5, new() { ["a"] = [new Circle(), new Ring(1)] }, Guid.NewGuid()));

        WireFormat.Deserialize<NoteOld>(bytes).ShouldBe(new NoteOld("hi", 5) { Language = null! });
    }

    [Fact]
    public void OlderBytes_ReadByANewerType_LeaveWhatIsMissingAtItsDefault()
    {
        var note = WireFormat.Deserialize<NoteNew>(WireFormat.Serialize(new NoteOld("hi", 5)));

        (note.Text, note.Added, note.Count, note.More, note.Far).ShouldBe(("hi", null, 5, null!, Guid.Empty));
    }

    [Fact]
    public void DerivedClass_UnknownOrNew_LeavesTheRestAsItIs()
    {
        WireFormat.Deserialize<Circle>(WireFormat.Serialize(new Ring(5) { Radius = 2 })).ShouldBeOfType<Circle>().Radius.ShouldBe(2);
        WireFormat.Deserialize<Ring>(WireFormat.Serialize(new Circle { Radius = 2 })).Width.ShouldBe(0);
    }

    [Fact]
    public void Exception_OfASerializableType_KeepsMembersMessageStackAndCause()
    {
        var error = RoundTrip<Exception>(Thrown(() => throw new OddException("odd", 7))).ShouldBeOfType<OddException>();

        (error.Code, error.Message).ShouldBe((7, "odd"));
        error.StackTrace!.ShouldContain(nameof(Thrown));
        error.ToString().ShouldContain("odd");
    }

    [Fact]
    public void Exception_OfTheFramework_KeepsTypeMessageAndCause()
    {
        var error = RoundTrip<Exception>(new InvalidOperationException("bad", new TimeoutException("late"))).ShouldBeOfType<InvalidOperationException>();
        error.Message.ShouldBe("bad");
        error.InnerException.ShouldBeOfType<TimeoutException>().Message.ShouldBe("late");

        RoundTrip<Exception>(new AggregateException("all", new TimeoutException("late"))).ShouldBeOfType<AggregateException>().InnerExceptions.Count.ShouldBe(1);
        RoundTrip<Exception>(new OperationCanceledException("over")).ShouldBeOfType<OperationCanceledException>();
    }

    [Fact]
    public void Exception_ThatCannotBeMade_IsNamed()
    {
        var error = RoundTrip<Exception>(new CryptoLikeException(3)).ShouldBeOfType<UnavailableExceptionFallbackException>();

        (error.Message, error.ExceptionType).ShouldBe(("code 3", typeof(CryptoLikeException).FullName));
    }

    private static Exception Thrown(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error)
        {
            return error;
        }

        throw new InvalidOperationException();
    }

    private static T RoundTrip<T>(T value) => WireFormat.Deserialize<T>(WireFormat.Serialize(value));

    private static void Same<T>(T value) => RoundTrip(value).ShouldBe(value);

    private static void Equivalent<T>(T value)
        where T : System.Collections.IEnumerable => RoundTrip(value).Cast<object?>().ShouldBe(value.Cast<object?>());
}
