// A report in words, and its figures as they are written.

import type { PersonReport } from '#engine/call/api.ts';
import { connectionWords } from '#screens/words/person-words.ts';
import { errorText, formatPercent, formatQuantity, t } from '#ui/i18n/t.ts';
import type { Description, FlowSentence, Picture, Verdict } from './describe-report.ts';
import type { Figure, FigureGroup, Medium } from './report-figures.ts';

export interface Line {
  readonly label: string;
  readonly value: string;
}

const pathWords = (path: PersonReport['path']): string => {
  switch (path) {
    case 'same-device':
      return t('details.pathSameDevice');
    case 'local-network':
      return t('details.pathLocal');
    case 'direct':
      return t('details.pathDirect');
    case 'relayed':
      return t('details.pathRelayed');
    case undefined:
      return t('details.pathUnknown');
  }
};

const verdictWords = (verdict: Verdict): string => {
  switch (verdict) {
    case 'very-good':
      return t('details.verdictVeryGood');
    case 'good':
      return t('details.verdictGood');
    case 'fair':
      return t('details.verdictFair');
    case 'poor':
      return t('details.verdictPoor');
  }
};

/** As people write a size: no dots for thousands. */
const sizeParams = ({ width, height }: { readonly width: number; readonly height: number }) => ({
  width: String(width),
  height: String(height),
});

const pictureWords = (way: 'sent' | 'received', picture: Picture): string => {
  const { width, height } = sizeParams(picture);
  const count = picture.framesPerSecond;
  const isSent = way === 'sent';
  switch (picture.size) {
    case 'large':
      return isSent
        ? t('details.sentLarge', { width, height, count })
        : t('details.receivedLarge', { width, height, count });
    case 'medium':
      return isSent
        ? t('details.sentMedium', { width, height, count })
        : t('details.receivedMedium', { width, height, count });
    case 'small':
      return isSent
        ? t('details.sentSmall', { width, height, count })
        : t('details.receivedSmall', { width, height, count });
  }
};

const flowWords = (way: 'sent' | 'received', sentence: FlowSentence): string => {
  const isSent = way === 'sent';
  switch (sentence.is) {
    case 'picture':
      return pictureWords(way, sentence.picture);
    case 'screen': {
      const { width, height } = sizeParams(sentence.picture);
      return isSent ? t('details.sentScreen', { width, height }) : t('details.receivedScreen', { width, height });
    }
    case 'picture-begins':
      return isSent ? t('details.sentBegins') : t('details.receivedBegins');
    case 'screen-begins':
      return isSent ? t('details.sentScreenBegins') : t('details.receivedScreenBegins');
    case 'sound-only':
      return isSent ? t('details.sentSound') : t('details.receivedSound');
    case 'nothing':
      return isSent ? t('details.sentNothing') : t('details.receivedNothing');
    case 'held-back':
      return sentence.by === 'cpu' ? t('details.heldByDevice') : t('details.heldByNetwork');
    case 'loses': {
      const percent = formatPercent(sentence.ratio);
      return isSent ? t('details.sentLoses', { percent }) : t('details.receivedLoses', { percent });
    }
  }
};

/** The first says how things are, the others what that means. */
export const descriptionWords = (description: Description): readonly string[] => {
  switch (description.is) {
    case 'not-connected': {
      const { connection } = description;
      const words = connectionWords(connection);
      return connection.is === 'failed'
        ? [words, errorText(connection.error.code, 'why'), errorText(connection.error.code, 'fix')]
        : [words, t('details.later')];
    }
    case 'no-figures':
      return [t('details.noFigures'), t('details.noFiguresLead')];
    case 'described':
      return [
        ...(description.carrierName === undefined
          ? [pathWords(description.path)]
          : [t('details.carried', { name: description.carrierName }), t('details.carriedLead')]),
        ...(description.verdict ? [verdictWords(description.verdict)] : []),
        ...description.sent.map((sentence) => flowWords('sent', sentence)),
        ...description.received.map((sentence) => flowWords('received', sentence)),
      ];
  }
};

export const bitrateWords = (bps: number): string =>
  bps >= 1_000_000
    ? formatQuantity(bps / 1_000_000, 'megabit-per-second', 1)
    : formatQuantity(bps / 1_000, 'kilobit-per-second', 0);

export const figureWords = (figure: Figure): Line => {
  switch (figure.of) {
    case 'round-trip':
      return { label: t('details.roundTrip'), value: formatQuantity(figure.ms, 'millisecond', 0) };
    case 'jitter':
      return { label: t('details.jitter'), value: formatQuantity(figure.ms, 'millisecond', 0) };
    case 'path':
      return { label: t('details.path'), value: pathName(figure.path) };
    case 'protocol':
      return { label: t('details.protocol'), value: figure.name };
    case 'codec':
      return { label: t('details.codec'), value: figure.name };
    case 'limited-by':
      return { label: t('details.limitedBy'), value: figure.name };
    case 'available':
      return { label: t('details.available'), value: bitrateWords(figure.bps) };
    case 'bitrate':
      return { label: t('details.bitrate'), value: bitrateWords(figure.bps) };
    case 'size':
      return { label: t('details.size'), value: `${figure.width} × ${figure.height}` };
    case 'frames':
      return { label: t('details.frames'), value: String(Math.round(figure.perSecond)) };
    case 'loss':
      return { label: t('details.loss'), value: formatPercent(figure.ratio, 1) };
    case 'concealed':
      return { label: t('details.concealed'), value: formatPercent(figure.ratio, 1) };
  }
};

const pathName = (path: NonNullable<PersonReport['path']>): string => {
  switch (path) {
    case 'same-device':
      return t('details.pathNameSameDevice');
    case 'local-network':
      return t('details.pathNameLocal');
    case 'direct':
      return t('details.pathNameDirect');
    case 'relayed':
      return t('details.pathNameRelayed');
  }
};

const mediumTitle = (isSent: boolean, medium: Medium): string => {
  switch (medium) {
    case 'camera':
      return isSent ? t('details.sentPicture') : t('details.receivedPicture');
    case 'microphone':
      return isSent ? t('details.sentVoice') : t('details.receivedVoice');
    case 'screen':
      return isSent ? t('details.sentSharedScreen') : t('details.receivedSharedScreen');
  }
};

export const groupTitle = ({ about, medium }: FigureGroup): string =>
  medium ? mediumTitle(about === 'sent', medium) : t('details.between');
