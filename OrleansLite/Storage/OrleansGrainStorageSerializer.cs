using Orleans.Serialization;

namespace Orleans.Storage;

/// <summary>Writes state as it would cross the wire: fields by their ids, references to observers included.</summary>
public class OrleansGrainStorageSerializer : IGrainStorageSerializer
{
    /// <summary>With the serializer of the silo.</summary>
    public OrleansGrainStorageSerializer(Serializer serializer)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        Serializer = serializer;
    }

    internal Serializer Serializer { get; }
}
