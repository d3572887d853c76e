// One end of a fake data channel; the connection says when it opens and carries what is sent.

export const sizeOf = (data: unknown): number => (typeof data === 'string' ? data.length : 1);

export class FakeChannel extends EventTarget {
  readyState: RTCDataChannelState = 'connecting';
  bufferedAmount = 0;
  readonly #deliver: (data: unknown) => void;

  constructor(deliver: (data: unknown) => void) {
    super();
    this.#deliver = deliver;
  }

  send(data: unknown): void {
    if (this.readyState !== 'open') throw new DOMException('not open', 'InvalidStateError');
    this.bufferedAmount += sizeOf(data);
    this.#deliver(data);
  }

  close(): void {
    if (this.readyState === 'closed') return;
    this.readyState = 'closed';
    this.dispatchEvent(new Event('close'));
  }
}
