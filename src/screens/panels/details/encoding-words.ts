// What is encoded, in words.

import { formatDuration, formatList, formatPercent, formatQuantity, t } from '#ui/i18n/t.ts';
import type { EncodingBlock, EncodingDescription, EncodingLine } from './describe-encoding.ts';
import { bitrateWords } from './report-words.ts';

export const blockTitle = ({ picture, is, people: count }: EncodingBlock): string => {
  const isCamera = picture === 'camera';
  switch (is) {
    case 'once':
      return isCamera ? t('details.cameraOnce', { count }) : t('details.screenOnce', { count });
    case 'each':
      return isCamera ? t('details.cameraEach', { count }) : t('details.screenEach', { count });
    case 'nobody':
      return isCamera ? t('details.cameraNobody') : t('details.screenNobody');
  }
};

/** As people write a size: no dots for thousands. */
export const sizeWords = ({ width, height }: EncodingLine): string =>
  width && height ? `${width} × ${height}` : t('details.encodingBegins');

export const dataWords = ({ bitrateBps, people }: EncodingLine): string | undefined => {
  if (bitrateBps === undefined) return undefined;
  const data = bitrateWords(bitrateBps);
  return people.length > 1 ? t('details.dataEach', { data }) : data;
};

const costWords = ({ cost }: EncodingLine): readonly string[] => {
  if (!cost) return [];
  const { tookMs, everyMs } = cost;
  // Less than ten: a tenth matters, for there may be five of them.
  const took = formatQuantity(tookMs, 'millisecond', tookMs < 10 ? 1 : 0);
  const every = formatQuantity(everyMs, 'millisecond', 0);
  // With frames that wait for their turn it is more time than there is.
  return [tookMs > everyMs ? t('details.costTooMuch', { took, every }) : t('details.cost', { took, every })];
};

/** How smooth it is, and what it takes of this device. */
export const lineWords = (line: EncodingLine): readonly string[] => [
  ...(line.framesPerSecond === undefined ? [] : [t('details.framesASecond', { count: line.framesPerSecond })]),
  ...costWords(line),
  ...(line.droppedRatio ? [t('details.leftOut', { percent: formatPercent(line.droppedRatio) })] : []),
];

const shownNames = 6;

/** Each name stands in its own direction of writing. */
const isolated = (name: string): string => `\u2068${name}\u2069`;

export const peopleWords = (names: readonly string[]): string => {
  // Nobody is left out to say "and 1 more".
  const shown = names.length > shownNames + 1 ? names.slice(0, shownNames) : names;
  const more = names.length - shown.length;
  return formatList([...shown.map(isolated), ...(more > 0 ? [t('details.moreNames', { count: more })] : [])]);
};

const stepMs = 10_000;

/** In steps: the figure is not to change with every look. */
export const troubleWords = ({
  reason,
  retryInMs,
}: NonNullable<EncodingDescription['trouble']>): readonly [string, string] => [
  t('details.trouble'),
  t('details.troubleRetry', { reason, time: formatDuration(Math.ceil(retryInMs / stepMs) * stepMs) }),
];

/** For the report: without names. */
export const encodingText = ({ blocks, trouble }: EncodingDescription): string =>
  [
    t('details.encoding'),
    ...(blocks.length === 0 ? [`  ${t('details.encodingNothing')}`] : []),
    ...blocks.flatMap((block) => [
      `  ${blockTitle(block)}`,
      ...block.lines.map((line) => {
        const count = t('details.forPeople', { count: line.people.length });
        return `    ${[sizeWords(line), dataWords(line), ...lineWords(line), count].filter(Boolean).join(' · ')}`;
      }),
    ]),
    ...(trouble ? troubleWords(trouble).map((sentence) => `  ${sentence}`) : []),
  ].join('\n');
