// What a report means: judgements for the words on screen, without the words.

import type { ConnectionState, FlowReport, PersonReport } from '#engine/call/api.ts';

export type Verdict = 'very-good' | 'good' | 'fair' | 'poor';
type PictureSize = 'large' | 'medium' | 'small';

/** A picture that moves; its sides in px. */
export interface Picture {
  readonly size: PictureSize;
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
}

/** What goes one way. */
export type FlowSentence =
  | { readonly is: 'picture' | 'screen'; readonly picture: Picture }
  /** On the way, but its size isn't known yet. */
  | { readonly is: 'picture-begins' | 'screen-begins' }
  | { readonly is: 'sound-only' | 'nothing' }
  | { readonly is: 'held-back'; readonly by: 'bandwidth' | 'cpu' }
  | { readonly is: 'loses'; readonly ratio: number };

export type Description =
  | { readonly is: 'not-connected'; readonly connection: Exclude<ConnectionState, { readonly is: 'connected' }> }
  | { readonly is: 'no-figures' }
  | {
      readonly is: 'described';
      readonly path: PersonReport['path'];
      /** Whoever is in between; the figures are of the way to them. */
      readonly carrierName?: string;
      readonly verdict: Verdict | undefined;
      readonly sent: readonly FlowSentence[];
      readonly received: readonly FlowSentence[];
    };

/** Up to these a connection is very good, good, fair. Delay: ITU-T G.114 asks for less than 150 ms one way, and can't bear 400. */
const roundTripSteps = [120, 250, 450] as const;
const lossSteps = [0.01, 0.03, 0.08] as const;
/** Our target on a bad path is 2 %; Microsoft's "poor call" begins at 7 %. */
const concealedSteps = [0.005, 0.02, 0.07] as const;
const verdicts: readonly Verdict[] = ['very-good', 'good', 'fair', 'poor'];
/** From here on, lost packets can be seen or heard. */
const noticeableLoss = 0.02;

const stepOf = (value: number, steps: readonly number[]): number => {
  const step = steps.findIndex((limit) => value <= limit);
  return step < 0 ? steps.length : step;
};

type Flows = PersonReport['sent'];

const lossesOf = (flows: Flows): readonly number[] =>
  [flows.microphone, flows.camera, flows.screen].flatMap((flow) => flow?.lossRatio ?? []);

const verdictOf = (report: PersonReport): Verdict | undefined => {
  const losses = [...lossesOf(report.sent), ...lossesOf(report.received)].map((loss) => stepOf(loss, lossSteps));
  const delays = report.roundTripMs === undefined ? [] : [stepOf(report.roundTripMs, roundTripSteps)];
  const { concealedRatio } = report.received.microphone ?? {};
  const gaps = concealedRatio === undefined ? [] : [stepOf(concealedRatio, concealedSteps)];
  const worst = Math.max(-1, ...losses, ...delays, ...gaps);
  return worst < 0 ? undefined : verdicts[worst];
};

/** By the shorter side: a picture held upright is as large as one held across. */
const sizeOf = (width: number, height: number): PictureSize => {
  const side = Math.min(width, height);
  if (side >= 540) return 'large';
  return side >= 270 ? 'medium' : 'small';
};

const pictureSentence = (kind: 'picture' | 'screen', flow: FlowReport): FlowSentence => {
  const { width, height, framesPerSecond = 0 } = flow;
  if (!width || !height) return { is: `${kind}-begins` };
  const size = sizeOf(width, height);
  return { is: kind, picture: { size, width, height, framesPerSecond: Math.round(framesPerSecond) } };
};

const heldBack = ({ limitedBy }: FlowReport): readonly FlowSentence[] =>
  limitedBy === 'bandwidth' || limitedBy === 'cpu' ? [{ is: 'held-back', by: limitedBy }] : [];

const flowSentences = (flows: Flows): readonly FlowSentence[] => {
  const { camera, screen, microphone } = flows;
  const sentences: FlowSentence[] = [];
  if (camera) sentences.push(pictureSentence('picture', camera), ...heldBack(camera));
  if (screen) sentences.push(pictureSentence('screen', screen));
  if (!camera && !screen) sentences.push({ is: microphone ? 'sound-only' : 'nothing' });
  const loss = Math.max(0, ...lossesOf(flows));
  if (loss >= noticeableLoss) sentences.push({ is: 'loses', ratio: loss });
  return sentences;
};

/** Whether a report says anything at all: the first one often has nothing to compare with. */
const isEmpty = ({ path, roundTripMs, sent, received }: PersonReport): boolean =>
  path === undefined &&
  roundTripMs === undefined &&
  Object.keys(sent).length === 0 &&
  Object.keys(received).length === 0;

export const describeReport = (
  report: PersonReport | undefined,
  connection: ConnectionState,
  carrierName?: string,
): Description => {
  if (connection.is !== 'connected') return { is: 'not-connected', connection };
  if (!report || isEmpty(report)) return { is: 'no-figures' };
  return {
    is: 'described',
    path: report.path,
    ...(carrierName !== undefined && { carrierName }),
    verdict: verdictOf(report),
    sent: flowSentences(report.sent),
    received: flowSentences(report.received),
  };
};
