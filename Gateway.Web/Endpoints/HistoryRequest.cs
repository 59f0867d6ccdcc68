using System.Globalization;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Reads <c>before_seq</c>, <c>after_seq</c> and <c>limit</c> of a history request.</summary>
internal static class HistoryRequest
{
    /// <summary>Reads the query; answers what is wrong with it, or <see langword="null"/>.</summary>
    public static ProblemResult? Read(IQueryCollection parameters, out HistoryQuery query)
    {
        query = new HistoryQuery(null, null, HistoryQuery.DefaultLimit);
        if (!TryRead(parameters, "after_seq", out var after) || !TryRead(parameters, "before_seq", out var before))
        {
            return ProblemResult.BadRequest("'before_seq' and 'after_seq' must be whole numbers from 0.");
        }

        if (!TryRead(parameters, "limit", out var limit) || limit < 1)
        {
            return ProblemResult.BadRequest("'limit' must be a whole number from 1.");
        }

        // As on the socket: who asks for more than a page may hold gets a full one, and 'has_more' says the rest.
        query = new HistoryQuery(after, before, (int)Math.Min(limit ?? HistoryQuery.DefaultLimit, HistoryQuery.MaxLimit));
        return null;
    }

    /// <summary>Reads <c>limit</c> alone.</summary>
    public static ProblemResult? ReadLimit(IQueryCollection parameters, int most, out int limit)
    {
        limit = most;
        if (!TryRead(parameters, "limit", out var asked) || asked < 1)
        {
            return ProblemResult.BadRequest("'limit' must be a whole number from 1.");
        }

        limit = (int)Math.Min(asked ?? most, most);
        return null;
    }

    private static bool TryRead(IQueryCollection parameters, string name, out long? value)
    {
        value = null;
        if (!parameters.TryGetValue(name, out var text))
        {
            return true;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        value = number;
        return true;
    }
}
