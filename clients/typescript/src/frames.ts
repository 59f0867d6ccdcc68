/** A frame as it came: its fields are checked where they are read. */
export interface ServerFrame {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A frame to be sent. `undefined` fields are left out by JSON. */
export interface ClientFrame {
  readonly type: string;
  readonly [field: string]: unknown;
}

export function isFrame(value: unknown): value is ServerFrame {
  return typeof value === "object" && value !== null && typeof (value as ServerFrame).type === "string";
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function text(frame: Readonly<Record<string, unknown>>, field: string): string {
  const value = frame[field];
  return typeof value === "string" ? value : "";
}

export function optionalText(frame: Readonly<Record<string, unknown>>, field: string): string | undefined {
  const value = frame[field];
  return typeof value === "string" ? value : undefined;
}

/** A number of a frame. A parser that keeps large integers apart may give a bigint. */
export function optionalNumber(frame: Readonly<Record<string, unknown>>, field: string): number | undefined {
  const value = frame[field];
  return typeof value === "number" ? value : typeof value === "bigint" ? Number(value) : undefined;
}

export function number(frame: Readonly<Record<string, unknown>>, field: string): number {
  return optionalNumber(frame, field) ?? 0;
}

export function list(frame: Readonly<Record<string, unknown>>, field: string): readonly unknown[] {
  const value = frame[field];
  return Array.isArray(value) ? value : [];
}

export function records(frame: Readonly<Record<string, unknown>>, field: string): readonly Readonly<Record<string, unknown>>[] {
  return list(frame, field).filter(isRecord);
}

export function texts(frame: Readonly<Record<string, unknown>>, field: string): string[] {
  return list(frame, field).filter((item): item is string => typeof item === "string");
}

export function time(frame: Readonly<Record<string, unknown>>, field: string): Date {
  const value = frame[field];
  return new Date(typeof value === "string" || typeof value === "number" ? value : Number.NaN);
}
