using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Orleans.Lite.Wire;

namespace Orleans.Lite.Copying;

/// <summary>Copies an object by its serialized members: what has an <see cref="IdAttribute"/>, and a record's parameters.</summary>
internal static class MemberCopierEmitter
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly MethodInfo CopyMember = typeof(Copier).GetMethod(nameof(Copier.CopyMember))!;

    public static List<FieldInfo> AllFields(Type type) => Fields(WireMembers.AllOf(type));

    public static List<FieldInfo> SerializedFields(Type type) => Fields(WireMembers.Of(type));

    public static Func<T, CopyContext, T> Make<T>(List<FieldInfo> fields)
    {
        var type = typeof(T);
        var method = new DynamicMethod($"Copy {type}", type, [type, typeof(CopyContext)], typeof(Copier).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        var copy = il.DeclareLocal(type);
        if (!type.IsValueType)
        {
            EmitNew(il, type);
            il.Emit(OpCodes.Stloc, copy);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldloc, copy);
            il.Emit(OpCodes.Callvirt, typeof(CopyContext).GetMethod(nameof(CopyContext.Add))!);
        }

        foreach (var field in fields)
        {
            il.Emit(type.IsValueType ? OpCodes.Ldloca : OpCodes.Ldloc, copy);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, field);
            if (!ImmutableTypes.IsImmutable(field.FieldType) && !IsMarkedImmutable(field))
            {
                il.Emit(OpCodes.Ldarg_1);
                il.Emit(OpCodes.Call, CopyMember.MakeGenericMethod(field.FieldType));
            }

            il.Emit(OpCodes.Stfld, field);
        }

        il.Emit(OpCodes.Ldloc, copy);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<T, CopyContext, T>>();
    }

    private static void EmitNew(ILGenerator il, Type type)
    {
        if (type.GetConstructor(Declared, Type.EmptyTypes) is { } constructor)
        {
            il.Emit(OpCodes.Newobj, constructor);
            return;
        }

        il.Emit(OpCodes.Ldtoken, type);
        il.Emit(OpCodes.Call, typeof(Type).GetMethod(nameof(Type.GetTypeFromHandle))!);
        il.Emit(OpCodes.Call, typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.GetUninitializedObject))!);
        il.Emit(OpCodes.Castclass, type);
    }

    private static List<FieldInfo> Fields(IEnumerable<IReadOnlyList<WireMember>> levels) => [.. levels.SelectMany(level => level.Select(member => member.Field))];

    private static bool IsMarkedImmutable(FieldInfo field)
    {
        if (field.IsDefined(typeof(ImmutableAttribute)))
        {
            return true;
        }

        var end = field.Name.IndexOf(">k__BackingField", StringComparison.Ordinal);
        return end > 0 && field.DeclaringType!.GetProperty(field.Name[1..end], Declared)?.IsDefined(typeof(ImmutableAttribute)) == true;
    }
}
