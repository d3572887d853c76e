// Browsers that are broken or hostile: each of these runs inside the page before the page's own scripts.

/** A browser, or an extension, without WebRTC. */
export const removeWebRtc = (): void => {
  Reflect.deleteProperty(window, 'RTCPeerConnection');
};

/** Camera and microphone fail with this DOMException. */
export const failMedia = (exceptionName: string): void => {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('for a test', exceptionName));
};

/** Remembers what was opened, so that `unplugCamera` can pull it out. */
export const rememberTracks = (): void => {
  const opened: MediaStreamTrack[] = [];
  (window as unknown as { openedTracks: MediaStreamTrack[] }).openedTracks = opened;
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const stream = await open(constraints);
    opened.push(...stream.getTracks());
    return stream;
  };
};

/** To the page it looks as if the camera's cable was pulled: no fake device can do that by itself. */
export const unplugCamera = (): void => {
  for (const track of (window as unknown as { openedTracks: MediaStreamTrack[] }).openedTracks) {
    if (track.kind !== 'video' || track.readyState === 'ended') continue;
    track.stop();
    track.dispatchEvent(new Event('ended'));
  }
};

export interface Mischief {
  /** Every message pretends to be of this version of the protocol. */
  readonly version?: number;
}

interface Hijacked {
  readonly channels: Set<RTCDataChannel>;
  readonly send: (channel: RTCDataChannel, data: string | ArrayBuffer) => boolean;
}

/** Gives the test a hand on every data channel of the page, without knowing anything of the app. */
export const hijackChannels = ({ version }: Mischief): void => {
  const channels = new Set<RTCDataChannel>();
  // eslint-disable-next-line typescript/unbound-method -- called on its channel below
  const send = RTCDataChannel.prototype.send as (this: RTCDataChannel, data: unknown) => void;
  RTCDataChannel.prototype.send = function hijacked(this: RTCDataChannel, data: unknown) {
    channels.add(this);
    const isOurs = version !== undefined && typeof data === 'string';
    send.call(this, isOurs ? data.replace(/^\[\d+,/, `[${version},`) : data);
  };
  const hijacked: Hijacked = {
    channels,
    send: (channel, data) => {
      try {
        send.call(channel, data);
        return true;
      } catch {
        // The buffer is full, or the other side has closed the door.
        return false;
      }
    },
  };
  (window as unknown as { hijacked: Hijacked }).hijacked = hijacked;
};

/** What a hostile peer sends; each answers how many messages got out. */
export const attack = async (kind: 'garbage' | 'huge' | 'flood'): Promise<number> => {
  const { channels, send } = (window as unknown as { hijacked: Hijacked }).hijacked;
  const open = [...channels].filter((channel) => channel.readyState === 'open');
  let sent = 0;
  const toAll = (data: string | ArrayBuffer): void => {
    for (const channel of open) if (send(channel, data)) sent += 1;
  };
  if (kind === 'garbage') {
    const noise = [
      '',
      '[',
      '{}',
      'null',
      '[1]',
      '[1,"chat","say",1,1]',
      '[1,"__proto__","constructor",1,1,{}]',
      '\u0000',
      '🐦'.repeat(500),
    ];
    for (const text of noise) toAll(text);
    for (let size = 1; size < 3000; size += 97) toAll(crypto.getRandomValues(new Uint8Array(size)).buffer);
    const deep = '['.repeat(20_000);
    toAll(deep + ']'.repeat(20_000));
  }
  // 10 MB in pieces as large as a browser lets out.
  if (kind === 'huge') for (let piece = 0; piece < 40; piece++) toAll('x'.repeat(250_000));
  if (kind === 'flood') {
    for (let second = 0; second < 3; second++) {
      for (let index = 0; index < 1000; index++) toAll(`[1,"chat","say",1,${second * 1000 + index},{"text":"flood"}]`);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
  return sent;
};
