// How a pair without a path asks somebody to carry it (docs/PROTOCOL.md, 8.6). Of the call's own messages; loaded when
// somebody needs them.

import * as v from 'valibot';
import { visitSchema } from './call-messages.ts';
import { candidatesSchema, sdpSchema } from './signal.ts';

/** One attempt at a connection to a carrier; chosen by whoever asks. */
const leg = v.pipe(v.string(), v.minLength(4), v.maxLength(40));

/** To a carrier: "take me to `with`", and the offer of the leg. */
export const carryPleaseSchema = v.object({ leg, with: visitSchema, sdp: sdpSchema });
export type CarryPlease = v.InferOutput<typeof carryPleaseSchema>;

/** From the carrier. */
export const carryAnswerSchema = v.object({ leg, sdp: sdpSchema });

/** Either way. */
export const carryCandidatesSchema = v.object({ leg, candidates: candidatesSchema });

/** From the carrier: `with` wants to be taken to you, through me. */
export const carryAskedSchema = v.object({ with: visitSchema });

/** Either way: this leg is over. A reason of a later version is read as `over`. */
export const carryEndSchema = v.object({
  leg,
  why: v.fallback(v.picklist(['over', 'unwilling', 'busy', 'unreached', 'silent', 'broke']), 'over'),
});
export type CarryEnd = v.InferOutput<typeof carryEndSchema>;

/** One text of a carried conversation, sealed: a control message at its longest in UTF-8 and base64 would have four times its length; ours stay below two. */
export const carriedTextLength = 128 * 1024;
