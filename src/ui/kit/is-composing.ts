// Whether a key belongs to the composing of a word (Japanese, Chinese, Korean).

/** Safari ends the composition before the key that ended it: that one is known by the code 229 alone. */
export const isComposing = (event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean =>
  // oxlint-disable-next-line typescript/no-deprecated -- nothing else tells it in Safari
  event.isComposing || event.keyCode === 229;
