// How the room of a carrier is counted.

/** What one person sends to one other through somebody: camera, screen and sound together. A pair takes both ways. */
export const streamsOfPair = 2;

/** By default two streams: one pair, both ways. */
export const maxPairs = 1;
