// The list of features; the only file that names them all.

import type { Feature } from '#engine/call/api.ts';
import { chat } from './chat/feature.ts';
import { hands } from './hands/feature.ts';
import { reactions } from './reactions/feature.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- features of all kinds stand in one list; each is used with its own model only
export const features: readonly Feature<any>[] = [chat, hands, reactions];

export { chat, hands, reactions };
