// Which browser this is, as far as the way to allow a camera differs. Never used to decide what it can do.

import type { Browser } from '#screens/ports/screen-ports.ts';

export interface BrowserTraits {
  readonly userAgent: string;
  readonly maxTouchPoints: number;
  /** Opened from the home screen, without the browser's own bar. */
  readonly isStandalone: boolean;
}

const iosBrowser = ({ userAgent, isStandalone }: BrowserTraits): Browser =>
  isStandalone || /CriOS|FxiOS|EdgiOS|OPT\//.test(userAgent) ? 'app-ios' : 'safari-ios';

const androidBrowser = (userAgent: string): Browser => {
  if (/Firefox\//.test(userAgent)) return 'firefox-android';
  return /Chrome\//.test(userAgent) && !/SamsungBrowser|; wv\)/.test(userAgent) ? 'chrome-android' : 'other';
};

/** The most special name first: nearly all call themselves Chrome or Safari as well. */
export const browserOf = (traits: BrowserTraits): Browser => {
  const { userAgent, maxTouchPoints } = traits;
  // An iPad says that it is a Mac, but no Mac has a touch screen.
  if (/iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1))
    return iosBrowser(traits);
  if (/Android/.test(userAgent)) return androidBrowser(userAgent);
  if (/Edg\//.test(userAgent)) return 'edge';
  if (/Firefox\//.test(userAgent)) return 'firefox';
  if (/OPR\//.test(userAgent)) return 'other';
  if (/Chrome\//.test(userAgent)) return 'chrome';
  return /Safari\//.test(userAgent) ? 'safari' : 'other';
};
