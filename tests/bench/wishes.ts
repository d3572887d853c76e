// What a page wishes of the pictures of others, decided by the benchmark. Each function runs in the page and must stand alone.

/** In device pixels. */
export interface FixedWish {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
}

interface WishingPage {
  wishAlways: (wish: FixedWish) => void;
}

/** Before the page's own scripts: from everybody the same is wished, whatever the page shows of them. */
export const wishAlways = (first: FixedWish): void => {
  // [protocol, feature, type, version, id, body]; ids count up on each channel, and a wish of ours comes between.
  type Envelope = [number, string, string, number, number, unknown];
  let wish = first;
  const told = new Map<RTCDataChannel, { id: number; wished: Envelope | undefined }>();
  const send = RTCDataChannel.prototype.send as (this: RTCDataChannel, data: unknown) => void;
  const sendNext = (channel: RTCDataChannel, envelope: Envelope): void => {
    const { id = envelope[4] - 1, wished } = told.get(channel) ?? {};
    const isWish = envelope[2] === 'wish';
    const shown = { ...wish, priority: 'pinned' };
    const next = envelope.with(4, id + 1).with(5, isWish ? { camera: shown, screen: shown } : envelope[5]) as Envelope;
    told.set(channel, { id: id + 1, wished: isWish ? next : wished });
    send.call(channel, JSON.stringify(next));
  };
  RTCDataChannel.prototype.send = function wishing(this: RTCDataChannel, data: unknown) {
    const isEnvelope = this.label === 'control' && typeof data === 'string' && data.startsWith('[');
    if (isEnvelope) sendNext(this, JSON.parse(data) as Envelope);
    else send.call(this, data);
  };
  (window as unknown as WishingPage).wishAlways = (next) => {
    wish = next;
    for (const [channel, { wished }] of told) if (wished && channel.readyState === 'open') sendNext(channel, wished);
  };
};

export const wishFor = (wish: FixedWish): void => (window as unknown as WishingPage).wishAlways(wish);

/** Before the page's own scripts: nobody hears what is shown of them, as it was before there were wishes. */
export const wishNothing = (): void => {
  const send = RTCDataChannel.prototype.send as (this: RTCDataChannel, data: unknown) => void;
  RTCDataChannel.prototype.send = function silent(this: RTCDataChannel, data: unknown) {
    const isWish = typeof data === 'string' && /^\[\d+,"call","wish",/.test(data);
    if (!isWish) send.call(this, data);
  };
};
