// Owns the transceivers of one connection: the fixed media lines, and what is sent on each.

import type { PicturePlace } from '#core/ports/encode.ts';
import type { RtcPort } from '#core/ports/rtc.ts';
import { createArrivalMeter, newestSource } from './arrival-meter.ts';
import { encodingFor, limitFirstPicture, type CameraLimits } from './camera-limits.ts';
import { forgetSent } from './forget-sent.ts';
import { mediaLines, planCodecs, type LocalTracks, type MediaPlace } from './media-lines.ts';
import { planScreen, screenSound, voice, type Sending } from './sending.ts';
import type { StatsSample } from './stats-sample.ts';

/** Whoever sends something else on a line of ours for a while. */
export interface Borrower {
  /** What the line would send by itself is another now. */
  changed(): void;
  /** What the browser says of the line, put right. */
  correct(sample: StatsSample): StatsSample;
  /** `LineSet.holdPictures` from now on, or `resumePictures`. */
  hold(isHeld: boolean): void;
}

export interface LineSet {
  /** Makes the lines of an offer, once. */
  make(): void;
  /** The lines that the other's offer made are ours to send on, too. */
  take(): void;
  setTrack(place: MediaPlace, track: MediaStreamTrack | null): Promise<void>;
  /** How large the camera is sent from now on. */
  limitCamera(limits: CameraLimits): Promise<void>;
  /** Whether a shared screen goes out; its track stays where it is. */
  sendScreen(isSent: boolean): Promise<void>;
  /** The first pictures are small, to be there soon; from here on they are as large as the limits say. */
  sendFullSize(): Promise<void>;
  /**
   * The next pictures need none of those before them (a key frame). A receiver that lost some asks for one by itself, but
   * only after three seconds in which it could decode none (libwebrtc, `kMaxWaitForFrame`; seen after cuts of 3 s).
   */
  refreshPicture(place: PicturePlace): Promise<void>;
  /**
   * Sends no pictures, and throws away what waits to be sent (libwebrtc, RtpVideoSender: a sender that stops empties its
   * queue) and what was sent: nothing is encoded that nobody gets, and nothing of the time before comes when a path is back.
   */
  holdPictures(): Promise<void>;
  /** After it, with a key frame; until `sendFullSize` the camera is as small as its first pictures are. */
  resumePictures(): Promise<void>;
  /**
   * Hands the sender of a line over: until it is given back, nothing of ours touches it. Undefined where there is none yet,
   * and while pictures are held or the sender still forgets what it has sent: ask again.
   */
  lend(place: MediaPlace, to: Borrower): RTCRtpSender | undefined;
  /** Sends by itself what it would have sent without the borrower. */
  giveBack(place: MediaPlace): Promise<void>;
  /** What the line sends by itself, borrowed or not. */
  planOf(place: MediaPlace): Sending;
  /** As the browser says it, but for the lines that are borrowed. */
  correct(sample: StatsSample): StatsSample;
  /** Holds their voice back for at least so long before it is played; undefined leaves that to the browser. */
  holdVoice(ms: number | undefined): void;
  receivedTrack(place: MediaPlace): MediaStreamTrack | undefined;
  /** How loud their microphone arrives, 0 to 1; to be read ten times a second. */
  loudness(nowMs: number): number;
  /** Moves with every packet of their microphone that is played. */
  soundMark(): number;
}

export interface LineStreams {
  readonly person: MediaStream;
  readonly screen: MediaStream;
}

export interface LineOptions {
  readonly rtc: RtcPort;
  readonly tracks: LocalTracks;
  /** Groups microphone and camera, and screen and its sound, so that the receiver keeps them in step. */
  readonly streams: LineStreams;
  readonly cameraLimits: CameraLimits;
  /** Gets each sender of a picture in the turn in which it is made. */
  readonly prepare?: ((sender: RTCRtpSender) => void) | undefined;
}

/** W3C webrtc-extensions 8.2, RTCSetParameterOptions: Chromium has it, the others leave a second argument unread. */
interface SetParametersOptions {
  readonly encodingOptions?: { readonly keyFrame: boolean }[];
}

const pictures: readonly PicturePlace[] = ['camera', 'screen'];

/** So much smaller is another size to an encoder, and hardly to whoever looks. */
const nudge = 1.1;

/** No lines yet. */
export const createLineSet = (pc: RTCPeerConnection, options: LineOptions): LineSet => {
  const { rtc, tracks, streams, cameraLimits, prepare } = options;
  let limits = cameraLimits;
  let isFirstPicture = true;
  let isNudged = false;
  let isScreenSent = true;
  let isHeld = false;
  let isPrepared = false;
  const forgetting = new Set<MediaPlace>();
  let lastSound = 0;
  const current: Record<MediaPlace, MediaStreamTrack | null> = { ...tracks };
  const streamOf = (place: MediaPlace): MediaStream =>
    place === 'screen' || place === 'screen-sound' ? streams.screen : streams.person;
  const lineOf = (place: MediaPlace): RTCRtpTransceiver | undefined =>
    pc.getTransceivers()[mediaLines.findIndex((line) => line.place === place)];
  const camera = (): Sending => {
    const most = isFirstPicture ? limitFirstPicture(limits) : limits;
    const encoding = encodingFor(most, current.camera?.getSettings() ?? {});
    const { scaleResolutionDownBy = 1 } = encoding;
    return { encoding: { ...encoding, scaleResolutionDownBy: scaleResolutionDownBy * (isNudged ? nudge : 1) } };
  };
  const plans: Readonly<Record<MediaPlace, () => Sending>> = {
    microphone: () => voice,
    camera,
    screen: () => planScreen(current.screen?.contentHint, isScreenSent),
    'screen-sound': () => screenSound,
  };
  const lent = new Map<MediaPlace, Borrower>();
  const put = async (place: MediaPlace): Promise<void> => {
    if (!lent.has(place))
      await lineOf(place)
        ?.sender.replaceTrack(current[place])
        .catch(() => {});
  };
  const set = async (place: MediaPlace, options?: SetParametersOptions, but?: { active: false }): Promise<void> => {
    if (lent.has(place)) return;
    const plan = plans[place]();
    const sender = lineOf(place)?.sender;
    const parameters = sender?.getParameters();
    // Not negotiated yet.
    if (!sender || !parameters?.encodings?.length) return;
    const isOff = isHeld && pictures.some((each) => each === place);
    const encoding = { ...plan.encoding, ...but, ...(isOff && { active: false }) };
    parameters.encodings = parameters.encodings.map((each) => ({ ...each, ...encoding }));
    if (plan.preference) parameters.degradationPreference = plan.preference;
    // A sender whose connection is closing refuses; it sends nothing any more.
    await sender.setParameters(parameters, options).catch(() => {});
  };
  const turns = new Map<MediaPlace, Promise<void>>();
  /**
   * One change after the other: when one is through, Chromium 156 has forgotten what was read for the next, and refuses that
   * ("getParameters() has never been called"; tests/browser/engine/glare.test.ts).
   */
  const inTurn = (place: MediaPlace, change: () => Promise<void>): Promise<void> => {
    const before = turns.get(place);
    const turn = (before ? before.then(change) : change()).finally(() => {
      if (turns.get(place) === turn) turns.delete(place);
    });
    turns.set(place, turn);
    return turn;
  };
  const tune = (place: MediaPlace, ...change: [SetParametersOptions?, { active: false }?]): Promise<void> => {
    lent.get(place)?.changed();
    return inTurn(place, () => set(place, ...change));
  };
  const forget = async (place: PicturePlace): Promise<void> => {
    const sender = lent.has(place) ? undefined : lineOf(place)?.sender;
    // Where the path is back by now, what it sends is new and throws the old away.
    if (!sender || !isHeld) return;
    forgetting.add(place);
    await forgetSent(sender, place, () => current[place]);
    forgetting.delete(place);
  };
  const askForKeyFrame = async (place: MediaPlace): Promise<void> => {
    let isUnderstood = false;
    await tune(place, {
      get encodingOptions() {
        isUnderstood = true;
        return [{ keyFrame: true }];
      },
    });
    if (isUnderstood || lent.has(place) || !plans[place]().encoding.active) return;
    // Firefox: another size begins with one. Switching its encoding off and on does so mostly, and keeps the size where it is to stay.
    if (place === 'camera' && isFirstPicture) isNudged = !isNudged;
    else await tune(place, undefined, { active: false });
    await tune(place);
  };
  const setHeld = async (is: boolean): Promise<void> => {
    isHeld = is;
    for (const place of pictures) lent.get(place)?.hold(is);
    for (const place of pictures) await (is ? tune(place) : askForKeyFrame(place));
    if (is) for (const place of pictures) await inTurn(place, () => forget(place));
  };
  const soundSources = (): readonly RTCRtpSynchronizationSource[] =>
    lineOf('microphone')?.receiver.getSynchronizationSources?.() ?? [];
  return {
    limitCamera: (next) => {
      limits = next;
      return tune('camera');
    },
    sendScreen: (isSent) => {
      isScreenSent = isSent;
      return tune('screen');
    },
    sendFullSize: async () => {
      isFirstPicture = false;
      isNudged = false;
      // Chromium 156 leaves what a line is made with out of its priority.
      for (const place of ['microphone', 'screen-sound', 'camera'] as const) await tune(place);
    },
    refreshPicture: askForKeyFrame,
    holdPictures: () => setHeld(true),
    resumePictures: () => {
      isFirstPicture = true;
      return setHeld(false);
    },
    make: () => {
      if (pc.getTransceivers().length > 0) return;
      isPrepared = true;
      for (const { place, kind } of mediaLines) {
        const plan = plans[place]();
        const line = pc.addTransceiver(kind, {
          direction: 'sendrecv',
          streams: [streamOf(place)],
          sendEncodings: [plan.encoding],
        });
        if (kind === 'video') prepare?.(line.sender);
        const codecs = planCodecs(rtc.sendCodecs(kind));
        if (codecs.length > 0) line.setCodecPreferences?.(codecs);
        if (!current[place]) continue;
        void line.sender.replaceTrack(current[place]);
        // What cannot be said above.
        if (plan.preference) void tune(place);
      }
    },
    take: () => {
      for (const { place, kind } of mediaLines) {
        const line = lineOf(place);
        if (!line) continue;
        if (kind === 'video' && !isPrepared) prepare?.(line.sender);
        line.direction = 'sendrecv';
        line.sender.setStreams?.(streamOf(place));
        // Not waited for: the browser does one thing after the other on a connection, and the answer comes next.
        void put(place);
      }
      isPrepared = true;
      for (const { place } of mediaLines) void tune(place);
    },
    setTrack: async (place, track) => {
      current[place] = track;
      await put(place);
      // Another camera may have another size, another screen another content.
      if (track || lent.has(place)) await tune(place);
    },
    lend: (place, to) => {
      const sender = isHeld || forgetting.has(place) ? undefined : lineOf(place)?.sender;
      if (sender) lent.set(place, to);
      return sender;
    },
    giveBack: async (place) => {
      lent.delete(place);
      await put(place);
      await tune(place);
    },
    planOf: (place) => plans[place](),
    correct: (sample) => [...lent.values()].reduce((corrected, each) => each.correct(corrected), sample),
    holdVoice: (ms) => {
      const receiver = lineOf('microphone')?.receiver;
      // Safari has no such property.
      if (receiver && 'jitterBufferTarget' in receiver) receiver.jitterBufferTarget = ms ?? null;
    },
    receivedTrack: (place) => lineOf(place)?.receiver.track,
    loudness: createArrivalMeter(soundSources),
    // The browser forgets a source after ten silent seconds; that is no sign of life.
    soundMark: () => (lastSound = newestSource(soundSources())?.timestamp ?? lastSound),
  };
};
