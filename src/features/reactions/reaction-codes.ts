// The reactions there are: what stands for each on the wire, on the screen and in words.

/** In the order in which they are offered. */
export const reactionCodes = ['thumbs-up', 'heart', 'laugh', 'wow', 'clap', 'party'] as const;
export type ReactionCode = (typeof reactionCodes)[number];

/** The picture, and the key of its name in the locale files. */
export const reactionLooks = {
  'thumbs-up': { emoji: '👍', label: 'reactions.thumbsUp' },
  heart: { emoji: '❤️', label: 'reactions.heart' },
  laugh: { emoji: '😂', label: 'reactions.laugh' },
  wow: { emoji: '😮', label: 'reactions.wow' },
  clap: { emoji: '👏', label: 'reactions.clap' },
  party: { emoji: '🎉', label: 'reactions.party' },
} as const satisfies Readonly<Record<ReactionCode, { readonly emoji: string; readonly label: string }>>;
