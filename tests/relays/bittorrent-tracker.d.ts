// The part of bittorrent-tracker that the tests use; the package brings no types.

declare module 'bittorrent-tracker/server' {
  interface TrackerServer {
    on(event: 'warning' | 'error', listener: (error: Error) => void): void;
    onWebSocketConnection(socket: unknown): void;
  }
  const TrackerServer: new (options: {
    /** Milliseconds. */
    readonly interval: number;
    readonly http: boolean;
    readonly udp: boolean;
    readonly ws: { readonly noServer: boolean };
    readonly stats: boolean;
  }) => TrackerServer;
  export default TrackerServer;
}
