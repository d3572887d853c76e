// Passes encoded pictures on, from the receivers of some connections to the senders of others (DESIGN D7). One worker for all.
//
// A receiver's transform is a tap: it copies each frame and lets it go its way. A sender's transform is an outlet: the sender
// encodes small still frames that are written here, and the bytes of each are replaced by those of a received frame. RTP,
// retransmission, pacing and the receiver's requests for key frames stay the browser's.

import type { ForwardMessage, ForwardRole } from './forward-messages.ts';
import { createFramePairing, type FramePairing, type Token } from './pair-frames.ts';

interface OutletFrame extends Token {
  readonly frame: RTCEncodedVideoFrame;
}

interface Tap {
  readonly outlets: Set<string>;
  transformer?: RTCRtpScriptTransformer;
}

/** Twice the rate of a camera: what has been held up catches up, one at a time. */
const stillEveryMs = 16;
const stillSize = 16;
const stillBytes = new Uint8Array((stillSize * stillSize * 3) / 2).fill(128);

const taps = new Map<string, Tap>();
const outlets = new Map<string, FramePairing<OutletFrame>>();
/** Of each outlet that has a source. */
const stills = new Map<string, WritableStreamDefaultWriter<VideoFrame>>();
let lastStillUs = 0;

const tapOf = (id: string): Tap => {
  const tap = taps.get(id) ?? { outlets: new Set() };
  taps.set(id, tap);
  return tap;
};

const askForKeyFrame = (tap: Tap): void => {
  // Not before its first frame, and not on a connection that is closing.
  tap.transformer?.sendKeyFrameRequest().catch(() => {});
};

const sourceOf = (outlet: string): Tap | undefined => [...taps.values()].find((tap) => tap.outlets.has(outlet));

const writeStill = (writer: WritableStreamDefaultWriter<VideoFrame>): void => {
  // Times must grow, or the encoder drops the frame.
  lastStillUs = Math.max(lastStillUs + 1, Math.round(performance.now() * 1000));
  const frame = new VideoFrame(stillBytes, {
    format: 'I420',
    codedWidth: stillSize,
    codedHeight: stillSize,
    timestamp: lastStillUs,
  });
  writer.write(frame).catch(() => frame.close());
};

const feed = (outlet: string): void => {
  const writer = stills.get(outlet);
  if (writer && outlets.get(outlet)?.takeNeed(performance.now())) writeStill(writer);
};

const runTap = async (id: string, transformer: RTCRtpScriptTransformer): Promise<void> => {
  const tap = tapOf(id);
  tap.transformer = transformer;
  const reader = (transformer.readable as ReadableStream<RTCEncodedVideoFrame>).getReader();
  const writer = (transformer.writable as WritableStream<RTCEncodedVideoFrame>).getWriter();
  for (;;) {
    const { value: frame, done } = await reader.read();
    if (done) break;
    for (const outlet of tap.outlets) {
      outlets.get(outlet)?.addFrame({ bytes: frame.data.slice(0), isKey: frame.type === 'key' });
      feed(outlet);
    }
    // It is decoded as well: a receiver that gets nothing asks for key frames all the time.
    writer.write(frame).catch(() => {});
  }
  taps.delete(id);
};

const forget = (outlet: string): void => {
  outlets.delete(outlet);
  stills.delete(outlet);
};

const runOutlet = async (id: string, transformer: RTCRtpScriptTransformer): Promise<void> => {
  const reader = (transformer.readable as ReadableStream<RTCEncodedVideoFrame>).getReader();
  const writer = (transformer.writable as WritableStream<RTCEncodedVideoFrame>).getWriter();
  const pairing = createFramePairing<OutletFrame>({
    send: ({ frame, data }) => {
      frame.data = data;
      writer.write(frame).catch(() => {});
    },
    askForKeyFrame: () => {
      const tap = sourceOf(id);
      if (tap) askForKeyFrame(tap);
    },
  });
  outlets.set(id, pairing);
  for (;;) {
    const { value: frame, done } = await reader.read();
    if (done) break;
    pairing.addToken({ frame, data: frame.data, isKey: frame.type === 'key' });
  }
  forget(id);
};

addEventListener('message', ({ data }: MessageEvent<ForwardMessage>) => {
  if (data.say === 'forget') {
    taps.delete(data.id);
    forget(data.id);
    return;
  }
  const { outlet } = data;
  if (data.say === 'part') {
    taps.get(data.tap)?.outlets.delete(outlet);
    return;
  }
  const tap = tapOf(data.tap);
  tap.outlets.add(outlet);
  stills.set(outlet, data.still.getWriter());
  // The encoder of the outlet makes its first frame, and the receiver gets its first picture.
  outlets.get(outlet)?.restart();
  feed(outlet);
  askForKeyFrame(tap);
});

setInterval(() => [...outlets.keys()].forEach(feed), stillEveryMs);

addEventListener('rtctransform', ({ transformer }) => {
  const { is, id } = transformer.options as ForwardRole;
  const run = is === 'tap' ? runTap : runOutlet;
  // A connection that closes breaks its streams.
  run(id, transformer).catch(() => (is === 'tap' ? void taps.delete(id) : forget(id)));
});
