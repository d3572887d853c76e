// What the person said to the servers that a link wants to use: for this link, in this tab, until it is closed.

import { formatRoomHash, type RoomLink } from '#engine/signaling/room-link.ts';

type AnswerStorage = Pick<Storage, 'getItem' | 'setItem'>;

const key = 'starling.link-servers';

/** Room and servers: the same room with other servers is asked about anew. */
const nameOf = (link: RoomLink): string => formatRoomHash({ ...link, name: '' });

/** The answer; undefined when there is none for this very link. */
export const readLinkAnswer = (storage: AnswerStorage, link: RoomLink): boolean | undefined => {
  try {
    const kept: unknown = JSON.parse(storage.getItem(key) ?? 'null');
    if (!Array.isArray(kept) || kept[0] !== nameOf(link)) return undefined;
    return typeof kept[1] === 'boolean' ? kept[1] : undefined;
  } catch {
    return undefined;
  }
};

/** Keeps the answer, in place of the one before. */
export const keepLinkAnswer = (storage: AnswerStorage, link: RoomLink, isWelcome: boolean): void => {
  try {
    storage.setItem(key, JSON.stringify([nameOf(link), isWelcome]));
  } catch {
    // Asked again after a reload, then.
  }
};
