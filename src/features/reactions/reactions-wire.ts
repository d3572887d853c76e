// What reactions say on the wire.

import * as v from 'valibot';
import { reactionCodes } from './reaction-codes.ts';

/** A code that is not ours comes from a newer app: it is dropped like anything unknown. */
export const reactionSchema = v.object({ reaction: v.picklist(reactionCodes) });
export type ReactionMessage = v.InferOutput<typeof reactionSchema>;
