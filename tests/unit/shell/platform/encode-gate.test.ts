// The worker between senders and the network: another takes its place when it ends, for as long as that is of any use.

import { beforeEach, expect, test, vi } from 'vitest';

vi.mock('#shell/pwa/script-url.ts', () => ({ scriptUrl: (url: string) => url }));
vi.mock('../../../../src/workers/encode.worker.ts?worker&url', () => ({ default: 'encode.js' }));

let workers: FakeWorker[] = [];
class FakeWorker extends EventTarget {
  isOver = false;
  constructor() {
    super();
    workers.push(this);
  }
  postMessage(): void {}
  terminate(): void {
    this.isOver = true;
  }
  say(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
  fail(): void {
    this.dispatchEvent(new Event('error'));
  }
}
class FakeTransform {
  readonly worker: FakeWorker;
  constructor(worker: FakeWorker) {
    this.worker = worker;
  }
}
vi.stubGlobal('Worker', FakeWorker);
vi.stubGlobal('RTCRtpScriptTransform', FakeTransform);
const { createEncodeGate } = await import('#shell/platform/encode-gate.ts');

beforeEach(() => {
  workers = [];
});

interface FakeSender {
  transform: FakeTransform | null;
}
const open = () => {
  const gate = createEncodeGate();
  const ended: string[] = [];
  const sender = (): FakeSender => {
    const made: FakeSender = { transform: null };
    gate.idOf(made as unknown as RTCRtpSender);
    return made;
  };
  const forget = (gone: FakeSender): void => gate.forget(gone as unknown as RTCRtpSender);
  const stop = (): (() => void) => gate.listen({ onNews: () => {}, onEnd: (reason) => void ended.push(reason) });
  return { gate, ended, sender, forget, listen: stop };
};
const isServed = ({ transform }: FakeSender): boolean => transform !== null && !transform.worker.isOver;

test('a worker that ends is replaced for all senders, and that is told', () => {
  const { sender, listen, ended } = open();
  const senders = [sender(), sender()];
  listen();
  workers[0]?.fail();
  expect([workers.length, ...senders.map(isServed), ended]).toEqual([2, true, true, ['worker-not-loaded']]);
});

test('to be alone for a long time, with a connection made anew each minute, uses up nothing', () => {
  const { gate, sender, forget, listen } = open();
  let waiting = sender();
  for (let minute = 0; minute < 60; minute += 1) {
    forget(waiting);
    waiting = sender();
  }
  listen();
  gate.replace('worker-silent');
  expect([isServed(waiting), gate.isUsedUp()]).toEqual([true, false]);
});

test('a worker that has worked is replaced as often as it ends', () => {
  const { gate, sender, listen } = open();
  const one = sender();
  listen();
  for (let time = 0; time < 20; time += 1) {
    workers.at(-1)?.say({ say: 'readings', request: 1, readings: { camera: [], screen: [] } });
    gate.replace('worker-silent');
  }
  expect([isServed(one), gate.isUsedUp()]).toEqual([true, false]);
});

test('where none works, no more are made, and new senders send what they encode themselves', () => {
  const { gate, sender, listen } = open();
  sender();
  listen();
  for (let time = 0; time < 20 && !gate.isUsedUp(); time += 1) workers.at(-1)?.fail();
  expect(gate.isUsedUp()).toBe(true);
  const made = workers.length;
  const late = sender();
  gate.warmUp();
  gate.say({ say: 'reset' });
  expect([workers.length, late.transform, made < 10]).toEqual([made, null, true]);
});
