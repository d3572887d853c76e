// Which browser this is, for a report that somebody sends to whoever helps them.

/** The first that fits: most browsers also name the one that they descend from. */
const families: readonly (readonly [name: string, sign: RegExp])[] = [
  ['Edge', /\bEdgA?(?:iOS)?\/(\d+)/],
  ['Opera', /\bOPR\/(\d+)/],
  ['Samsung Internet', /\bSamsungBrowser\/(\d+)/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /\b(?:HeadlessChrome|Chrome|Chromium|CriOS)\/(\d+)/],
  ['Safari', /\bVersion\/(\d+).*\bSafari\//],
];

/** "Firefox 140"; undefined for one that is not known. Nothing more of `userAgent`, which says more about a person. */
export const browserFamily = (userAgent: string): string | undefined => {
  for (const [name, sign] of families) {
    const version = sign.exec(userAgent)?.[1];
    if (version) return `${name} ${version}`;
  }
  return undefined;
};
