using System.Reflection;

namespace Orleans.Lite.Wire;

/// <summary>A serialized member: its field and its number within the class that declares it.</summary>
internal sealed record WireMember(FieldInfo Field, uint Id);
