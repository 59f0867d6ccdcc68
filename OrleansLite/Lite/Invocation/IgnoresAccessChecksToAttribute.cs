// The runtime knows this attribute by its full name and does not declare it.
#pragma warning disable IDE0130
namespace System.Runtime.CompilerServices;

/// <summary>Lets an assembly see what is internal to another one.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
{
    public string AssemblyName { get; } = assemblyName;
}
