import { announce, notify } from "./notices.js";

/**
 * Copies text, and says so.
 * @param {string} text
 */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    announce("Copied.");
  } catch {
    // Browsers give the clipboard to secure addresses alone.
    notify("This browser does not let the page copy: the address is not a secure one.", "bad");
  }
}
