// What is kept on this device. Values are structured-cloneable; whoever reads checks what comes back.

export interface StorePort {
  /** The value, or undefined when there is none or the device refuses (private windows). */
  get(key: string): Promise<unknown>;
  /** Keeps `value`. False when the device refuses; never throws. */
  set(key: string, value: unknown): Promise<boolean>;
  /** Forgets the value. */
  remove(key: string): Promise<void>;
}
