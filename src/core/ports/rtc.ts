// Connections to people. The shapes are the W3C's own; tests bring a fake that passes the same contract suite.

export interface RtcPort {
  /** A new connection. Throws only when the browser refuses (too many connections). */
  create(configuration: RTCConfiguration): RTCPeerConnection;
  /** Codecs this browser can send, best first; empty where the browser does not tell. */
  sendCodecs(kind: 'audio' | 'video'): readonly RTCRtpCodec[];
}
