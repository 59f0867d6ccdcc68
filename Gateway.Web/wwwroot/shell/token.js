/**
 * What a token says. Nothing is checked here: that is the server's business.
 * @typedef {{ userId: string, roles: string[], expiresAt: number | undefined }} Claims
 */

/**
 * @param {string} token
 * @returns {Claims | undefined} undefined where it is no token at all
 */
export function readToken(token) {
  const parts = token.split(".");
  try {
    const bytes = Uint8Array.from(atob((parts[1] ?? "").replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes));
    if (parts.length !== 3 || typeof claims.sub !== "string" || claims.sub === "") {
      return undefined;
    }
    return {
      userId: claims.sub,
      roles: [claims.role ?? []].flat().map(String),
      expiresAt: typeof claims.exp === "number" ? claims.exp * 1_000 : undefined,
    };
  } catch {
    return undefined;
  }
}
