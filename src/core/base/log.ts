// The log: a ring in memory that the person can export. We have no server to collect it, and it holds no names,
// texts, keys, session descriptions or addresses: callers pass codes and figures only.

/** `info`: one line for each change of a lifecycle. `warn`: something failed and was handled. `error`: a bug. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface LogEntry {
  readonly atMs: number;
  readonly level: LogLevel;
  readonly area: string;
  readonly event: string;
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

export type LogDetails = Readonly<Record<string, string | number | boolean>>;

export interface Log {
  debug(event: string, details?: LogDetails): void;
  info(event: string, details?: LogDetails): void;
  warn(event: string, details?: LogDetails): void;
  error(event: string, details?: LogDetails): void;
  /** The same ring under another name. */
  area(name: string): Log;
  /** What the ring holds, oldest first. */
  entries(): readonly LogEntry[];
}

/** `nowMs` gives the time of an entry; `size` is how many entries are kept; `sink` also gets each entry (the console in development). */
export const createLog = (nowMs: () => number, size = 500, sink?: (entry: LogEntry) => void): Log => {
  const ring: LogEntry[] = [];
  const write = (area: string, level: LogLevel, event: string, details: LogDetails): void => {
    const entry = { atMs: nowMs(), level, area, event, details };
    ring.push(entry);
    if (ring.length > size) ring.shift();
    sink?.(entry);
  };
  const named = (area: string): Log => ({
    debug: (event, details = {}) => write(area, 'debug', event, details),
    info: (event, details = {}) => write(area, 'info', event, details),
    warn: (event, details = {}) => write(area, 'warn', event, details),
    error: (event, details = {}) => write(area, 'error', event, details),
    area: named,
    entries: () => [...ring],
  });
  return named('app');
};

/** A short reason for a log line, from anything that was thrown. Names only: messages of browsers can hold addresses. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
