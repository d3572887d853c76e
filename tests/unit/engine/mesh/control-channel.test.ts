import { expect, test } from 'vitest';
import { createScope } from '#core/base/scope.ts';
import { createControlChannel } from '#engine/mesh/control-channel.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { createFakeNetwork } from '../../../fakes/rtc-network.ts';
import { FakeChannel } from '../../../fakes/rtc-channel.ts';

/** Firefox throws above what the other end's description takes, whatever stands there. */
class NarrowChannel extends FakeChannel {
  override send(data: string): void {
    if (data.length > 4) throw new TypeError('Message size exceeds maxMessageSize');
    super.send(data);
  }
}

test('whoever takes no text of that length makes nobody throw: what does not go is told', () => {
  const sent: unknown[] = [];
  const channel = new NarrowChannel((data) => sent.push(data));
  const pc = createFakeNetwork(createFakeClock()).port('Ana').create({});
  pc.createDataChannel = () => channel as unknown as RTCDataChannel;
  const control = createControlChannel(pc, createScope());
  channel.readyState = 'open';
  expect(control.send('hello everybody')).toBe(false);
  control.beat();
  expect(sent).toEqual([]);
  expect(control.send('bye')).toBe(true);
  expect(sent).toEqual(['bye']);
});
