using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Orleans.Lite.Wire;

/// <summary>Emits the code that writes and reads the members of a type, class by class of its hierarchy.</summary>
internal static class MemberAccessEmitter
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Up to this number a jump table finds the member.</summary>
    private const uint TableLimit = 64;

    public static MemberAccess<T> Make<T>(IReadOnlyList<IReadOnlyList<WireMember>> levels) => Make<T>(typeof(T), levels);

    /// <summary>For objects of type <paramref name="actual"/> that are held as <typeparamref name="T"/>.</summary>
    public static MemberAccess<T> Make<T>(Type actual, IReadOnlyList<IReadOnlyList<WireMember>> levels) =>
        new(MakeCreate<T>(actual), MakeWrite<T>(actual, levels), MakeRead<T>(actual, levels));

    private static Func<T> MakeCreate<T>(Type actual)
    {
        var method = Method($"Create {actual}", typeof(T));
        var il = method.GetILGenerator();
        if (actual.IsValueType)
        {
            il.DeclareLocal(actual);
            il.Emit(OpCodes.Ldloc_0);
        }
        else if (actual.GetConstructor(Any & ~BindingFlags.Static, Type.EmptyTypes) is { } constructor)
        {
            il.Emit(OpCodes.Newobj, constructor);
        }
        else
        {
            il.Emit(OpCodes.Ldtoken, actual);
            il.Emit(OpCodes.Call, typeof(Type).GetMethod(nameof(Type.GetTypeFromHandle))!);
            il.Emit(OpCodes.Call, typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.GetUninitializedObject))!);
            il.Emit(OpCodes.Castclass, actual);
        }

        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<T>>();
    }

    private static Action<WireWriter, T> MakeWrite<T>(Type actual, IReadOnlyList<IReadOnlyList<WireMember>> levels)
    {
        var method = Method($"Write {actual}", typeof(void), typeof(WireWriter), typeof(T));
        var il = method.GetILGenerator();
        var value = EmitValue<T>(il, actual);
        for (var level = 0; level < levels.Count; level++)
        {
            var last = 0U;
            foreach (var member in levels[level])
            {
                var codec = typeof(WireCodec<>).MakeGenericType(member.Field.FieldType);
                il.Emit(OpCodes.Ldsfld, CodecOf(member.Field.FieldType));
                il.Emit(OpCodes.Ldarg_0);
                il.Emit(OpCodes.Ldc_I4, unchecked((int)(member.Id - last)));
                il.Emit(actual.IsValueType ? OpCodes.Ldloca : OpCodes.Ldloc, value);
                il.Emit(OpCodes.Ldfld, member.Field);
                il.Emit(OpCodes.Callvirt, codec.GetMethod("Write", Any)!);
                last = member.Id;
            }

            if (level < levels.Count - 1)
            {
                il.Emit(OpCodes.Ldarg_0);
                il.Emit(OpCodes.Call, typeof(WireWriter).GetMethod(nameof(WireWriter.EndBase))!);
            }
        }

        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Action<WireWriter, T>>();
    }

    private static Func<WireReader, T, T> MakeRead<T>(Type actual, IReadOnlyList<IReadOnlyList<WireMember>> levels)
    {
        var method = Method($"Read {actual}", typeof(T), typeof(WireReader), typeof(T));
        var il = method.GetILGenerator();
        var value = EmitValue<T>(il, actual);
        var header = il.DeclareLocal(typeof(uint));
        var id = il.DeclareLocal(typeof(uint));
        var done = il.DefineLabel();
        foreach (var level in levels)
        {
            EmitReadLevel(il, actual, level, value, header, id, done);
        }

        // What follows belongs to a class that a newer version has added.
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, typeof(WireReader).GetMethod(nameof(WireReader.SkipMembers))!);
        il.MarkLabel(done);
        il.Emit(OpCodes.Ldloc, value);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<WireReader, T, T>>();
    }

    private static void EmitReadLevel(ILGenerator il, Type actual, IReadOnlyList<WireMember> level, LocalBuilder value, LocalBuilder header, LocalBuilder id, Label done)
    {
        var next = il.DefineLabel();
        var field = il.DefineLabel();
        var endOfLevel = il.DefineLabel();
        var members = level.Select(_ => il.DefineLabel()).ToArray();
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Stloc, id);

        il.MarkLabel(next);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, typeof(WireReader).GetMethod(nameof(WireReader.Header))!);
        il.Emit(OpCodes.Stloc, header);
        EmitType(il, header);
        il.Emit(OpCodes.Brtrue, field);
        il.Emit(OpCodes.Ldloc, header);
        il.Emit(OpCodes.Brfalse, done);
        il.Emit(OpCodes.Br, endOfLevel);

        il.MarkLabel(field);
        il.Emit(OpCodes.Ldloc, id);
        il.Emit(OpCodes.Ldloc, header);
        il.Emit(OpCodes.Ldc_I4_3);
        il.Emit(OpCodes.Shr_Un);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc, id);
        EmitDispatch(il, level, members, id);
        il.Emit(OpCodes.Ldarg_0);
        EmitType(il, header);
        il.Emit(OpCodes.Call, typeof(WireReader).GetMethod(nameof(WireReader.Skip))!);
        il.Emit(OpCodes.Br, next);

        for (var i = 0; i < level.Count; i++)
        {
            var type = level[i].Field.FieldType;
            il.MarkLabel(members[i]);
            il.Emit(actual.IsValueType ? OpCodes.Ldloca : OpCodes.Ldloc, value);
            il.Emit(OpCodes.Ldsfld, CodecOf(type));
            il.Emit(OpCodes.Ldarg_0);
            EmitType(il, header);
            il.Emit(OpCodes.Callvirt, typeof(WireCodec<>).MakeGenericType(type).GetMethod("Read", Any)!);
            il.Emit(OpCodes.Stfld, level[i].Field);
            il.Emit(OpCodes.Br, next);
        }

        il.MarkLabel(endOfLevel);
    }

    private static void EmitDispatch(ILGenerator il, IReadOnlyList<WireMember> level, Label[] members, LocalBuilder id)
    {
        if (level.Count > 0 && level[^1].Id < TableLimit)
        {
            var unknown = il.DefineLabel();
            var table = new Label[level[^1].Id + 1];
            Array.Fill(table, unknown);
            for (var i = 0; i < level.Count; i++)
            {
                table[level[i].Id] = members[i];
            }

            il.Emit(OpCodes.Ldloc, id);
            il.Emit(OpCodes.Switch, table);
            il.MarkLabel(unknown);
            return;
        }

        for (var i = 0; i < level.Count; i++)
        {
            il.Emit(OpCodes.Ldloc, id);
            il.Emit(OpCodes.Ldc_I4, unchecked((int)level[i].Id));
            il.Emit(OpCodes.Beq, members[i]);
        }
    }

    private static void EmitType(ILGenerator il, LocalBuilder header)
    {
        il.Emit(OpCodes.Ldloc, header);
        il.Emit(OpCodes.Ldc_I4_7);
        il.Emit(OpCodes.And);
    }

    private static LocalBuilder EmitValue<T>(ILGenerator il, Type actual)
    {
        var value = il.DeclareLocal(actual);
        il.Emit(OpCodes.Ldarg_1);
        if (actual != typeof(T))
        {
            il.Emit(OpCodes.Castclass, actual);
        }

        il.Emit(OpCodes.Stloc, value);
        return value;
    }

    private static FieldInfo CodecOf(Type type) => typeof(Codec<>).MakeGenericType(type).GetField("Instance", Any)!;

    private static DynamicMethod Method(string name, Type returned, params Type[] parameters) =>
        new(name, returned, parameters, typeof(MemberAccessEmitter).Module, skipVisibility: true);
}
