// Short sounds of our own.

/** What happened. `test` is a little melody that lets one hear whether the speaker works. */
export type SoundKind = 'joined' | 'left' | 'message' | 'hand' | 'muted' | 'unmuted' | 'test';

export interface SoundsPort {
  /**
   * Plays it on the speaker with this id ('' is the system's), or not at all: when sounds are not wanted (a `test`
   * always is), so soon after another that they would run into each other, or before the browser allows any sound.
   */
  play(kind: SoundKind, speakerId: string): void;
}
