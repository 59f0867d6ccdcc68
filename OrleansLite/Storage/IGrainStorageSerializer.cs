namespace Orleans.Storage;

/// <summary>How a store writes state. Those that there are can be named; members for further ones are not declared.</summary>
public interface IGrainStorageSerializer;
