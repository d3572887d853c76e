// Browsers that are broken or hostile: each of these runs inside the page before the page's own scripts.

/** A browser, or an extension, without WebRTC. */
export const removeWebRtc = (): void => {
  Reflect.deleteProperty(window, 'RTCPeerConnection');
};

/** Camera and microphone fail with this DOMException. */
export const failMedia = (exceptionName: string): void => {
  // Firefox runs this in its first, empty page as well, which has none.
  const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
  if (mediaDevices) mediaDevices.getUserMedia = () => Promise.reject(new DOMException('for a test', exceptionName));
};

/** What `putOnCables` leaves in the page. */
interface Cables {
  readonly pull: (label: string) => void;
  readonly plug: (label: string) => void;
}

/**
 * Cameras and microphones on cables that a test pulls and plugs, by a part of their labels. No fake device of a browser can
 * be unplugged, so that happens where the page asks the browser: what is out is not listed and cannot be opened, and its
 * tracks end. Everything else is the browser's own.
 */
export const putOnCables = (pulled: readonly string[]): void => {
  const out = new Set(pulled);
  const opened = new Set<MediaStreamTrack>();
  const { mediaDevices } = navigator;
  const list = mediaDevices.enumerateDevices.bind(mediaDevices);
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  const isIn = ({ label }: { readonly label: string }): boolean => ![...out].some((part) => label.includes(part));
  const listIn = async (): Promise<MediaDeviceInfo[]> => (await list()).filter(isIn);
  /** As the browser would choose: the wanted one, or the first where none is wanted by all means. */
  const narrow = async (kind: MediaDeviceKind, wish: MediaStreamConstraints['audio']) => {
    if (!wish) return false;
    const there = (await listIn()).filter((device) => device.kind === kind);
    const constraints = wish === true ? {} : wish;
    const { exact } = (constraints.deviceId ?? {}) as ConstrainDOMStringParameters;
    const device = exact ? there.find(({ deviceId }) => deviceId === exact) : there[0];
    if (!device) throw new DOMException('for a test', exact ? 'OverconstrainedError' : 'NotFoundError');
    return { ...constraints, deviceId: { exact: device.deviceId } };
  };
  mediaDevices.enumerateDevices = listIn;
  mediaDevices.getUserMedia = async (wish = {}) => {
    const stream = await open({
      audio: await narrow('audioinput', wish.audio),
      video: await narrow('videoinput', wish.video),
    });
    for (const track of stream.getTracks()) opened.add(track);
    return stream;
  };
  const tell = (): void => void mediaDevices.dispatchEvent(new Event('devicechange'));
  const cables: Cables = {
    pull: (label) => {
      out.add(label);
      for (const track of opened) {
        if (track.readyState === 'ended' || isIn(track)) continue;
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
      tell();
    },
    plug: (label) => {
      out.delete(label);
      tell();
    },
  };
  (window as unknown as { cables: Cables }).cables = cables;
};

export const pull = (label: string): void => (window as unknown as { cables: Cables }).cables.pull(label);
export const plug = (label: string): void => (window as unknown as { cables: Cables }).cables.plug(label);

/**
 * From `lie` on, everything that is sent carries that name in place of the honest one, as it is: without what our own page
 * does to a name before it is sent.
 */
export const lieAboutName = (honest: string): void => {
  let told = honest;
  // eslint-disable-next-line typescript/unbound-method -- called on its channel below
  const send = RTCDataChannel.prototype.send as (this: RTCDataChannel, data: unknown) => void;
  RTCDataChannel.prototype.send = function lying(this: RTCDataChannel, data: unknown) {
    const isText = typeof data === 'string';
    send.call(this, isText ? data.replaceAll(JSON.stringify(honest), () => JSON.stringify(told)) : data);
  };
  (window as unknown as { lie: (name: string) => void }).lie = (name) => (told = name);
};

export const lie = (name: string): void => (window as unknown as { lie: (name: string) => void }).lie(name);

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
