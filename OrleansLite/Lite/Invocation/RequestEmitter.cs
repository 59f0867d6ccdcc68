using System.Reflection;
using System.Reflection.Emit;
using Orleans.Lite.Messaging;
using Orleans.Runtime;

namespace Orleans.Lite.Invocation;

/// <summary>Makes the <see cref="Request"/> class of a method.</summary>
internal static class RequestEmitter
{
    public const string DescriptorField = "Descriptor";

    public static string ArgumentField(int index) => $"Arg{index}";

    public static Type Emit(ModuleBuilder module, string name, MethodDescriptor descriptor)
    {
        var method = descriptor.Method;
        var parent = BaseOf(method.ReturnType);
        var type = module.DefineType(name, TypeAttributes.NotPublic | TypeAttributes.Sealed, parent);
        var parameters = method.GetParameters();
        var fields = new FieldInfo?[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].ParameterType != typeof(CancellationToken))
            {
                fields[i] = type.DefineField(ArgumentField(i), parameters[i].ParameterType, FieldAttributes.Public);
            }
        }

        EmitMethodProperty(type);
        EmitInvoke(type, parent, method, fields);
        EmitRebind(type, fields);
        if (Array.Exists(parameters, parameter => parameter.ParameterType == typeof(CancellationToken)))
        {
            var getter = Override(type, typeof(Request).GetProperty(nameof(Request.IsCancellable))!.GetMethod!);
            getter.Emit(OpCodes.Ldc_I4_1);
            getter.Emit(OpCodes.Ret);
        }

        var made = type.CreateType();
        made.GetField(DescriptorField)!.SetValue(null, descriptor);
        descriptor.RequestType = made;
        return made;
    }

    private static Type BaseOf(Type returned)
    {
        if (returned.IsGenericType && returned.GetGenericTypeDefinition() is var definition)
        {
            if (definition == typeof(Task<>) || definition == typeof(ValueTask<>))
            {
                var open = definition == typeof(Task<>) ? typeof(TaskRequest<>) : typeof(ValueTaskRequest<>);
                return open.MakeGenericType(returned.GetGenericArguments());
            }
        }

        return returned == typeof(Task) ? typeof(TaskRequest)
            : returned == typeof(ValueTask) ? typeof(ValueTaskRequest)
            : returned == typeof(void) ? typeof(VoidRequest)
            : throw new NotSupportedException($"A grain method cannot return {returned}.");
    }

    private static void EmitMethodProperty(TypeBuilder type)
    {
        var field = type.DefineField(DescriptorField, typeof(MethodDescriptor), FieldAttributes.Public | FieldAttributes.Static);
        var getter = Override(type, typeof(Request).GetProperty(nameof(Request.Method))!.GetMethod!);
        getter.Emit(OpCodes.Ldsfld, field);
        getter.Emit(OpCodes.Ret);
    }

    private static void EmitInvoke(TypeBuilder type, Type parent, MethodInfo method, FieldInfo?[] fields)
    {
        var il = Override(type, parent.GetMethod(nameof(TaskRequest.InvokeMethod))!);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Castclass, method.DeclaringType!);
        foreach (var field in fields)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, field ?? typeof(Request).GetField(nameof(Request.Cancellation))!);
        }

        il.Emit(OpCodes.Callvirt, method);
        il.Emit(OpCodes.Ret);
    }

    private static void EmitRebind(TypeBuilder type, FieldInfo?[] fields)
    {
        var references = fields.Where(field => field is not null && typeof(IAddressable).IsAssignableFrom(field.FieldType)).ToList();
        if (references.Count == 0)
        {
            return;
        }

        var il = Override(type, typeof(Request).GetMethod(nameof(Request.Rebind))!);
        foreach (var field in references)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, field!);
            il.Emit(OpCodes.Callvirt, typeof(Node).GetMethod(nameof(Node.Rebind))!.MakeGenericMethod(field!.FieldType));
            il.Emit(OpCodes.Stfld, field);
        }

        il.Emit(OpCodes.Ret);
    }

    private static ILGenerator Override(TypeBuilder type, MethodInfo method)
    {
        var attributes = (method.Attributes & ~(MethodAttributes.Abstract | MethodAttributes.NewSlot)) | MethodAttributes.Final;
        var parameters = Array.ConvertAll(method.GetParameters(), parameter => parameter.ParameterType);
        return type.DefineMethod(method.Name, attributes, method.ReturnType, parameters).GetILGenerator();
    }
}
