using System.Text.Json;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <content>Fields that hold more than one value.</content>
internal ref partial struct ClientFrameFields
{
    private List<string>? ReadTargets(ref Utf8JsonReader reader)
    {
        List<string>? targets = ReadUsers(ref reader, ClientField.TargetIds, Identifiers.MaxTargets);
        if (targets is { Count: 0 })
        {
            Fault ??= "target_ids must name at least one user";
        }

        return targets;
    }

    /// <summary>User ids in the sender's order without repeats.</summary>
    private List<string>? ReadUsers(ref Utf8JsonReader reader, ClientField field, int most)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            if (field != ClientField.TargetIds && reader.TokenType == JsonTokenType.Null)
            {
                return null;
            }

            Refuse(ref reader, field, "must be an array of user ids");
            return null;
        }

        var users = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            string? user = ReadId(ref reader, field, Identifiers.MaxUserIdLength);
            if (user is null)
            {
                Fault ??= $"{ClientFrameNames.Text(field)} must be an array of user ids";
            }
            else if (seen.Count < most && seen.Add(user))
            {
                users.Add(user);
            }
            else if (!seen.Contains(user))
            {
                Fault ??= $"{ClientFrameNames.Text(field)} may name at most {most} users";
            }
        }

        return users;
    }

    private Dictionary<string, LogPosition>? ReadPositions(ref Utf8JsonReader reader, ClientField field, int maxIdLength)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Refuse(ref reader, field, "must be an object of positions by id");
            return null;
        }

        var positions = new Dictionary<string, LogPosition>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string? id = Check(reader.GetString()!, field, maxIdLength);
            reader.Read();
            LogPosition? position = ReadPosition(ref reader, field);
            if (position is null)
            {
                Fault ??= $"{ClientFrameNames.Text(field)} must be an object of positions by id";
            }
            else if (positions.Count < MaxResumeLogs && id is not null)
            {
                positions[id] = position.Value;
            }
            else
            {
                Fault ??= $"{ClientFrameNames.Text(field)} may name at most {MaxResumeLogs}";
            }
        }

        return positions;
    }

    private LogPosition? ReadPosition(ref Utf8JsonReader reader, ClientField field)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return ReadSeq(ref reader, field) is { } number ? new LogPosition(number, null) : null;
        }

        long? seq = null;
        string? epoch = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ClientField key = MatchField(ref reader);
            reader.Read();
            if (key == ClientField.Seq)
            {
                seq = ReadSeq(ref reader, field);
            }
            else if (key == ClientField.Epoch)
            {
                epoch = ReadId(ref reader, ClientField.Epoch, Identifiers.MaxMessageIdLength);
            }
            else
            {
                reader.Skip();
            }
        }

        if (seq is null)
        {
            Fault ??= $"{ClientFrameNames.Text(field)}: a position must be a number or hold one as seq";
            return null;
        }

        return new LogPosition(seq.Value, epoch);
    }
}
