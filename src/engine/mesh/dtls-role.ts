// Who of the two ends begins DTLS. Once that is settled it stays, however often new paths are looked for (RFC 8842 5.5).

export type DtlsRole = 'active' | 'passive';

/** The role of an answer's sender; undefined where it does not say. */
export const roleIn = (answerSdp: string): DtlsRole | undefined =>
  /^a=setup:(active|passive)\s*$/m.exec(answerSdp)?.[1] as DtlsRole | undefined;

export const otherRole = (role: DtlsRole): DtlsRole => (role === 'active' ? 'passive' : 'active');

/**
 * A later offer that leaves no choice. Firefox 153 takes "active" wherever it is offered the choice, also where it has been
 * passive so far, and Chromium then refuses the answer ("Failed to set SSL role"; tests/e2e/new-path.test.ts).
 */
export const offerRole = (offerSdp: string, role: DtlsRole | undefined): string =>
  role ? offerSdp.replaceAll(/^a=setup:actpass(?=\s*$)/gm, `a=setup:${role}`) : offerSdp;
