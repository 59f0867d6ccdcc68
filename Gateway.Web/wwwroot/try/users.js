import { Changes } from "./changes.js";
import { User } from "./user.js";

const key = "realtime-console-users";
const most = 8;

/**
 * The users of this tab. They outlive the view, so that one can watch what they do, and a reload of the page, by way of sessionStorage.
 */
class Users extends Changes {
  /** @type {User[]} */
  list = [];
  #restored = false;

  get isFull() {
    return this.list.length >= most;
  }

  /** Brings those back who were there before the page was loaded again. @param {"development" | "jwt"} mode */
  restore(mode) {
    if (this.#restored) {
      return;
    }
    this.#restored = true;
    for (const saved of read()) {
      // Tokens mean nothing in the one mode, names nothing in the other.
      if ((saved.token === undefined) === (mode === "development")) {
        this.#add(new User({ userId: saved.userId, ...(saved.token === undefined ? {} : { token: saved.token }) }, saved));
      }
    }
    addEventListener("pagehide", () => this.save());
  }

  /**
   * @param {import("./user.js").Identity} identity
   * @returns {User}
   */
  add(identity) {
    const user = this.#add(new User(identity));
    this.save();
    return user;
  }

  /** @param {User} user */
  async remove(user) {
    this.list = this.list.filter((other) => other !== user);
    this.save();
    this.changed();
    await user.close();
  }

  save() {
    try {
      sessionStorage.setItem(key, JSON.stringify(this.list.map((user) => user.save())));
    } catch {
      // Forbidden or full: the users are new ones after a reload.
    }
  }

  /** @param {User} user */
  #add(user) {
    const others = new Set(this.list.map(({ label }) => label));
    user.label = user.userId;
    for (let i = 2; others.has(user.label); i++) {
      user.label = `${user.userId} (${i})`;
    }
    this.list = [...this.list, user].slice(0, most);
    user.onChange(() => this.changed());
    this.changed();
    return user;
  }
}

/** @returns {(import("./user.js").Saved & import("./user.js").Identity)[]} */
function read() {
  try {
    const saved = JSON.parse(sessionStorage.getItem(key) ?? "[]");
    return Array.isArray(saved) ? saved.filter(({ userId }) => typeof userId === "string").slice(0, most) : [];
  } catch {
    return [];
  }
}

export const users = new Users();
