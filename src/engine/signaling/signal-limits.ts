// Every bound of signaling in one place: what a relay or a stranger may cost us (DESIGN D5).

import { limits } from '#core/wire/limits.ts';

export const signalLimits = {
  /** One text on a Link, in UTF-16 units. */
  textLength: limits.signalBytes,
  /** One sealed text as relays carry it: base64 of the longest text with its envelope. */
  sealedLength: 96 * 1024,
  /** One raw message from a relay, before it is parsed. */
  frameLength: 100 * 1024,
  /** Sealed texts of one topic of a relay that are deciphered each second, and at once after a quiet time. */
  opensPerSecond: 100,
  openBurst: 300,
  /** Texts that we publish on one relay each second, and at once: public relays throw out whoever floods them. */
  publishesPerSecond: 20,
  publishBurst: 300,
  /** Texts taken from one Link each second, and at once. */
  linkTextsPerSecond: 200,
  linkTextBurst: 400,
  /** Links through relays at the same time, most of them strangers until the hello. */
  relayLinks: 64,
  /** Texts kept for a Link that nobody listens to yet. */
  unheardTexts: 64,
  /** Texts of one link that wait to be sent together. */
  unsentTexts: 256,
  /** Sealed texts that are remembered in order to drop replays. */
  seenTexts: 8192,
  /** People who left or were superseded and are remembered, so that late announcements don't bring them back. */
  rememberedPeople: 256,
  /** People whom an answer to "who is there?" names, and whom the green room shows. */
  presentPeople: 60,
  /** Answers to "who is there?" each second, and at once: everybody with the link may ask. */
  answersPerSecond: 1,
  answerBurst: 3,
  /** Questions that are remembered, and that wait for somebody else's answer. */
  rememberedQuestions: 256,
  waitingQuestions: 16,
  /** Relays over which Trystero may negotiate with one peer: each costs an offer and all candidates. */
  trysteroRelaysPerPeer: 3,
} as const;
