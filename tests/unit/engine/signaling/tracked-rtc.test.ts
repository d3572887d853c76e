// Connections that Trystero opens and looks after badly.

import { expect, test } from 'vitest';
import { trackRtc } from '#engine/signaling/tracked-rtc.ts';
import { createFakeClock } from '../../../fakes/clock.ts';

const gathering = 'icegatheringstatechange';

const setUp = () => {
  const clock = createFakeClock();
  const create = (): RTCPeerConnection => {
    const connection = Object.assign(new EventTarget(), {
      connectionState: 'new',
      close: () => void (connection.connectionState = 'closed'),
    });
    return connection as unknown as RTCPeerConnection;
  };
  const tracked = trackRtc({ create }, clock);
  const connection = new tracked.polyfill();
  const heard: string[] = [];
  const listen = (type: string, name: string): void => connection.addEventListener(type, () => heard.push(name));
  const happen = (type: string): readonly string[] => {
    connection.dispatchEvent(new Event(type));
    return heard.splice(0);
  };
  return { clock, tracked, listen, happen };
};

test('whoever waits for the end of gathering is heard as long as Trystero waits, and not for ever', async () => {
  const { clock, listen, happen } = setUp();
  listen(gathering, 'first');
  listen('track', 'track');
  await clock.advance(15_000);
  listen(gathering, 'second');
  expect(happen(gathering)).toEqual(['first', 'second']);
  await clock.advance(5_000);
  expect(happen(gathering)).toEqual(['second']);
  await clock.advance(15_000);
  expect([...happen(gathering), ...happen('track')]).toEqual(['track']);
  expect(clock.pending()).toBe(0);
});

test('nothing waits any more when all are closed', () => {
  const { clock, tracked, listen } = setUp();
  listen(gathering, 'first');
  tracked.closeAll();
  expect(clock.pending()).toBe(0);
});

test('what is opened after all were closed is closed as soon as it is set up', async () => {
  const { tracked } = setUp();
  tracked.closeAll();
  const connection = new tracked.polyfill();
  expect(connection.connectionState).toBe('new');
  await Promise.resolve();
  expect(connection.connectionState).toBe('closed');
});
