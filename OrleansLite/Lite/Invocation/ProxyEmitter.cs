using System.Reflection;
using System.Reflection.Emit;
using Orleans.Lite.Copying;
using Orleans.Runtime;

namespace Orleans.Lite.Invocation;

/// <summary>Makes the <see cref="GrainReference"/> class of an interface: each method fills a <see cref="Request"/> and sends it.</summary>
internal static class ProxyEmitter
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Type[] ConstructorParameters = [typeof(ReferenceBinding), typeof(IdSpan)];

    public static (Type Proxy, IReadOnlyList<MethodDescriptor> Methods) Emit(Type interfaceType)
    {
        var module = EmitModules.For(interfaceType);
        var name = $"{interfaceType.FullName}.Proxy";
        var type = module.DefineType(name, TypeAttributes.NotPublic | TypeAttributes.Sealed, typeof(GrainReference), [interfaceType]);
        EmitConstructor(type);
        var methods = new List<MethodDescriptor>();
        foreach (var declaring in interfaceType.GetInterfaces().Prepend(interfaceType))
        {
            foreach (var method in declaring.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            {
                if (method.IsGenericMethodDefinition)
                {
                    throw new NotSupportedException($"{declaring}.{method.Name}: generic methods are not supported.");
                }

                var descriptor = new MethodDescriptor(interfaceType, method);
                var request = RequestEmitter.Emit(module, $"{name}.{method.Name}.{methods.Count}", descriptor);
                methods.Add(descriptor);
                EmitMethod(type, method, request);
            }
        }

        return (type.CreateType(), methods);
    }

    private static void EmitConstructor(TypeBuilder type)
    {
        var il = type.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, ConstructorParameters).GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Call, typeof(GrainReference).GetConstructor(Any, ConstructorParameters)!);
        il.Emit(OpCodes.Ret);
    }

    private static void EmitMethod(TypeBuilder type, MethodInfo method, Type request)
    {
        var parameters = method.GetParameters();
        var builder = type.DefineMethod(
            $"{method.DeclaringType!.FullName}.{method.Name}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.NewSlot | MethodAttributes.HideBySig,
            method.ReturnType,
            Array.ConvertAll(parameters, parameter => parameter.ParameterType));
        var il = builder.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Newobj, request.GetConstructor(Type.EmptyTypes)!);
        for (var i = 0; i < parameters.Length; i++)
        {
            il.Emit(OpCodes.Dup);
            il.Emit(OpCodes.Ldarg, i + 1);
            EmitStore(il, parameters[i], request.GetField(RequestEmitter.ArgumentField(i)));
        }

        il.Emit(OpCodes.Call, SenderFor(method.ReturnType));
        il.Emit(OpCodes.Ret);
        type.DefineMethodOverride(builder, method);
    }

    private static void EmitStore(ILGenerator il, ParameterInfo parameter, FieldInfo? field)
    {
        var type = parameter.ParameterType;
        if (field is not null && !ImmutableTypes.IsImmutable(type) && parameter.GetCustomAttribute<ImmutableAttribute>() is null)
        {
            il.Emit(OpCodes.Call, typeof(Copier).GetMethod(nameof(Copier.Copy))!.MakeGenericMethod(type));
        }

        il.Emit(OpCodes.Stfld, field ?? typeof(Request).GetField(nameof(Request.Cancellation))!);
    }

    private static MethodInfo SenderFor(Type returned)
    {
        if (!returned.IsGenericType)
        {
            var name = returned == typeof(void) ? nameof(GrainReference.SendVoid)
                : returned == typeof(Task) ? nameof(GrainReference.SendTask)
                : nameof(GrainReference.SendValueTask);
            return typeof(GrainReference).GetMethod(name, Any)!;
        }

        var generic = returned.GetGenericTypeDefinition() == typeof(Task<>) ? nameof(GrainReference.SendTaskOf) : nameof(GrainReference.SendValueTaskOf);
        return typeof(GrainReference).GetMethod(generic, Any)!.MakeGenericMethod(returned.GetGenericArguments());
    }
}
