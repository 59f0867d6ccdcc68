using System.Reflection;
using Orleans.Serialization;

namespace Orleans.Lite.Wire;

/// <summary>What of a type is serialized: members with an <see cref="IdAttribute"/>, and a record's parameters. One list for each class of the hierarchy, the base first.</summary>
internal static class WireMembers
{
    /// <summary>Where numbers of parameters without an <see cref="IdAttribute"/> begin, so that they never meet given ones.</summary>
    private const uint FirstImplicitId = 1024;

    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<IReadOnlyList<WireMember>> Of(Type type) => [.. Hierarchy(type).Reverse().Select(SerializedOf).Where(level => level.Count > 0)];

    /// <summary>All fields, as of tuples: numbered by position.</summary>
    public static IReadOnlyList<IReadOnlyList<WireMember>> AllOf(Type type) =>
        [[.. Hierarchy(type).Reverse().SelectMany(each => each.GetFields(Declared)).Select((field, index) => new WireMember(field, (uint)index))]];

    private static IEnumerable<Type> Hierarchy(Type type)
    {
        for (var each = type; each is not null && each != typeof(object) && each != typeof(ValueType) && each != typeof(Exception); each = each.BaseType)
        {
            yield return each;
        }
    }

    private static List<WireMember> SerializedOf(Type type)
    {
        var attribute = type.GetCustomAttribute<GenerateSerializerAttribute>(inherit: false);
        var isRecord = type.GetMethod("PrintMembers", Declared) is not null;
        var parameters = isRecord || attribute?.IncludePrimaryConstructorParameters == true
            ? type.GetConstructors(Declared).Select(constructor => constructor.GetParameters()).MaxBy(each => each.Length)!.Select(each => each.Name!).ToList()
            : [];
        var members = new List<WireMember>();
        foreach (var field in type.GetFields(Declared))
        {
            if (field.GetCustomAttribute<IdAttribute>() is { } id)
            {
                members.Add(new(field, id.Id));
            }
        }

        foreach (var property in type.GetProperties(Declared))
        {
            var id = property.GetCustomAttribute<IdAttribute>();
            if (type.GetField($"<{property.Name}>k__BackingField", Declared) is { } backing)
            {
                if (id is not null || parameters.Contains(property.Name))
                {
                    members.Add(new(backing, id?.Id ?? (FirstImplicitId + (uint)parameters.IndexOf(property.Name))));
                }
            }
            else if (id is not null)
            {
                throw new CodecNotFoundException($"{type}.{property.Name} has an [Id] but is no automatic property: put the [Id] on its field.");
            }
        }

        members.Sort((left, right) => left.Id.CompareTo(right.Id));
        for (var i = 1; i < members.Count; i++)
        {
            if (members[i].Id == members[i - 1].Id)
            {
                throw new CodecNotFoundException($"{type} has two members with the [Id] {members[i].Id}.");
            }
        }

        return members;
    }
}
