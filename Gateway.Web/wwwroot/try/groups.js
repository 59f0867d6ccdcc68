import { notify } from "../shell/notices.js";

/**
 * Groups are made and changed over HTTP.
 * @typedef {import("./user.js").User} User
 * @typedef {import("./conversation.js").Conversation} Conversation
 */

const mostGroups = 100;
const mostReceipts = 5;

/** @param {...string} parts */
const path = (...parts) => `/api/v1/groups${parts.map((part) => `/${encodeURIComponent(part)}`).join("")}`;

/**
 * The groups that a user is a member of.
 * @param {User} user
 */
export async function loadGroups(user) {
  const { group_ids: ids } = await user.fetchJson(path());
  const groups = /** @type {string[]} */ (ids).slice(0, mostGroups).map((id) => user.conversation("group", id));
  for (const known of [...user.conversations.values()]) {
    if (known.kind === "group" && !ids.includes(known.id)) {
      user.forget(known);
    }
  }
  // One after the other: a user with many groups is no reason for a burst.
  for (const group of groups) {
    await loadGroup(user, group);
  }
}

/**
 * Name, owner, and the first members with their status.
 * @param {User} user
 * @param {Conversation} group
 */
export async function loadGroup(user, group) {
  const [info, page] = await Promise.all([user.fetchJson(path(group.id)), user.fetchJson(`${path(group.id, "members")}?limit=200`)]);
  group.name = info.name || group.id;
  group.ownerId = info.owner_id;
  group.memberCount = page.member_count;
  group.members = new Map(page.members.map((/** @type {any} */ member) => [member.user_id, { online: member.status === "online", role: String(member.role) }]));
  group.changed();
}

/**
 * @param {User} user
 * @param {{ id: string, name: string, members: string[] }} group an empty `id` lets the server choose
 */
export async function createGroup(user, { id, name, members }) {
  const body = { members, ...(id === "" ? {} : { group_id: id }), ...(name === "" ? {} : { name }) };
  const created = await user.fetchJson(path(), { method: "POST", body });
  const group = user.conversation("group", created.group_id);
  await loadGroup(user, group);
  return group;
}

/**
 * @param {User} user
 * @param {Conversation} group
 * @param {string[]} userIds
 */
export async function addMembers(user, group, userIds) {
  await user.fetchJson(path(group.id, "members"), { method: "POST", body: { user_ids: userIds } });
  await loadGroup(user, group);
}

/**
 * @param {User} user
 * @param {Conversation} group
 * @param {string} userId
 */
export async function removeMember(user, group, userId) {
  await user.fetchJson(path(group.id, "members", userId), { method: "DELETE" });
  await loadGroup(user, group);
}

/**
 * Leaves a group; its owner, who cannot, deletes it with all its messages.
 * @param {User} user
 * @param {Conversation} group
 */
export async function leaveGroup(user, group) {
  const isOwner = group.ownerId === user.userId;
  await user.fetchJson(isOwner ? path(group.id) : path(group.id, "members", user.userId), { method: "DELETE" });
  user.forget(group);
  notify(isOwner ? `Group '${group.name}' was deleted.` : `${user.userId} left '${group.name}'.`);
}

/**
 * Who read a message. What is heard is put with the item.
 * @param {User} user
 * @param {Conversation} group
 * @param {import("./conversation.js").Item} item
 * @returns {Promise<{ read_count: number, member_count: number, readers: string[] }>}
 */
export async function readReceipts(user, group, item) {
  const receipts = await user.fetchJson(path(group.id, "messages", item.id ?? "", "receipts"));
  Object.assign(item, { readCount: receipts.read_count, memberCount: receipts.member_count });
  group.changed();
  return receipts;
}

/**
 * The receipts of the user's newest messages that came out of history.
 * @param {User} user
 * @param {Conversation} group
 */
export async function loadReceipts(user, group) {
  const own = group.items.filter(({ from, id, readCount, recalledBy }) => from === user.userId && id !== undefined && readCount === undefined && recalledBy === "");
  for (const item of own.slice(-mostReceipts)) {
    await readReceipts(user, group, item);
  }
}
