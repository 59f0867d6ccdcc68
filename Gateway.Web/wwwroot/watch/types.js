/**
 * What the API answers (docs/protocol.md, "Administration").
 *
 * @typedef {{ count: number, p50_ms?: number, p90_ms?: number, p99_ms?: number }} Latency
 * @typedef {{ version: string, started_at: string, uptime_ms: number, cpu_s: number, rss_bytes: number, heap_bytes: number }} Process
 *
 * @typedef {object} Gateway
 * @property {string} instance_id
 * @property {number} connections
 * @property {number} sessions
 * @property {number} rooms
 * @property {number} [conversations]
 * @property {number} [queued_connections]
 * @property {number} [queued_frames]
 * @property {number} [queued_bytes]
 * @property {boolean} draining
 * @property {number} report_age_ms
 * @property {{ subscriptions: number, consumers: number }} [streams]
 * @property {Record<string, number>} [counters]
 * @property {Latency} [acknowledge]
 * @property {Process} [process]
 *
 * @typedef {object} Silo
 * @property {string} silo
 * @property {string} status
 * @property {number} [report_age_ms]
 * @property {number} [activations]
 * @property {Record<string, number>} [grains]
 * @property {Record<string, number>} [counters]
 * @property {Latency} [append]
 * @property {Latency} [deliver]
 * @property {Process} [process]
 *
 * @typedef {{ gateways: number, silos: number, connections: number, sessions: number, users: number, rooms: number, conversations: number, queued_frames: number, queued_bytes: number }} Totals
 * @typedef {{ timestamp: string, instance_id: string, complete: boolean, totals: Totals, latency: { window_s: number, append: Latency, acknowledge: Latency, deliver: Latency }, gateways: Gateway[], silos: Silo[] }} Overview
 *
 * @typedef {{ room_id: string, connections: number, gateways: number, at_least: boolean }} BigRoom
 * @typedef {{ group_id: string, connections: number, gateways: number, at_least: boolean, members?: number }} BigGroup
 * @typedef {{ timestamp: string, complete: boolean, rooms: BigRoom[], groups: BigGroup[] }} Audiences
 *
 * @typedef {{ name: string, consumers: number, pending: number, lag: number | null }} StreamGroup
 * @typedef {{ stream: string, length?: number, last_id?: string, group_count?: number, groups?: StreamGroup[] }} Stream
 * @typedef {{ timestamp: string, complete: boolean, streams: Stream[] }} Streams
 *
 * @typedef {{ name: string, connections?: number, delivered_seq: number, backlog: number }} Receiver
 * @typedef {{ last_seq: number, first_seq: number, history_length: number, epoch: string, gateways: Receiver[], services: Receiver[] }} Log
 * @typedef {{ session_id: string, user_id: string, instance_id: string }} RoomConnection
 * @typedef {{ room_id: string, connections: number, log: Log, sample: RoomConnection[] }} Room
 * @typedef {{ user_id: string, status: string, role: string, joined_seq: number, read_seq: number, behind: number }} Member
 * @typedef {{ group_id: string, name: string | null, owner_id: string, created_at: string, member_count: number, log: Log, members: Member[], has_more: boolean }} Group
 * @typedef {{ session_id: string, instance_id: string, connected_at: string, remote: string | null }} Connection
 * @typedef {{ user_id: string, status: string, last_seen: string | null, connection_count: number, connections: Connection[], inbox: { next_seq: number, pending: number, acked_seq: number, log: Log }, conversation_count: number, groups: string[], peers: string[] }} User
 * @typedef {{ kind: string, id: string, confirmed_seq: number }} Subscription
 *
 * @typedef {object} SessionState
 * @property {string} session_id
 * @property {string} user_id
 * @property {boolean} connected
 * @property {string} [expires_at]
 * @property {string} [instance_id]
 * @property {string} [connected_at]
 * @property {string} [remote]
 * @property {number} [queued_frames]
 * @property {number} [queued_bytes]
 * @property {number} [inbox_seq]
 * @property {number} subscription_count
 * @property {Subscription[]} subscriptions
 */

export {};
