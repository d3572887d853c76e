// What every relay driver does, whatever it speaks. Run against real relays on this machine.

import { expect, it } from 'vitest';
import type { RelayDriver, RelaySocket } from '../../src/engine/signaling/relay-driver.ts';
import { eventually } from './eventually.ts';

export interface DriverUnderTest {
  readonly driver: RelayDriver;
  readonly url: string;
  /** Cuts all connections; absent where there is nothing to cut. */
  readonly kill?: () => void;
  /** An address at which nothing answers; absent where opening cannot fail. */
  readonly deadUrl?: string;
}

/** Registers the suite; `make` is called anew for each test. */
export const relayDriverContract = (make: () => Promise<DriverUnderTest>): void => {
  const never = new AbortController().signal;
  const openTwo = async ({ driver, url }: DriverUnderTest): Promise<readonly [RelaySocket, RelaySocket]> =>
    Promise.all([driver.open(url, never), driver.open(url, never)]);
  const topicOf = (): string => `topic${crypto.randomUUID()}`;

  it('carries a text to whoever subscribed to its topic, and to nobody else', async () => {
    const [here, there] = await openTwo(await make());
    const topic = topicOf();
    const heard: string[] = [];
    const others: string[] = [];
    there.subscribe(topic, (text) => heard.push(text));
    there.subscribe(topicOf(), (text) => others.push(text));
    await there.probe();
    here.publish(topic, 'one');
    here.publish(topic, 'zwei äöü 🐦');
    await eventually(() => expect(heard.toSorted()).toEqual(['one', 'zwei äöü 🐦']));
    expect(others).toEqual([]);
    here.close();
    there.close();
  });

  it('carries a text of 64 KB', async () => {
    const [here, there] = await openTwo(await make());
    const topic = topicOf();
    const heard: number[] = [];
    there.subscribe(topic, (text) => heard.push(text.length));
    await there.probe();
    here.publish(topic, 'x'.repeat(64 * 1024));
    await eventually(() => expect(heard).toEqual([64 * 1024]));
    here.close();
    there.close();
  });

  it('hears no more after a subscription was stopped or the socket closed', async () => {
    const [here, there] = await openTwo(await make());
    const [stopped, closed, control] = [topicOf(), topicOf(), topicOf()];
    const heard: string[] = [];
    const stop = there.subscribe(stopped, (text) => heard.push(text));
    there.subscribe(control, (text) => heard.push(text));
    here.subscribe(closed, (text) => heard.push(text));
    stop();
    await there.probe();
    here.publish(stopped, 'unheard');
    here.publish(control, 'control');
    await eventually(() => expect(heard).toEqual(['control']));
    here.close();
    there.publish(closed, 'unheard');
    await there.probe();
    expect(heard).toEqual(['control']);
    there.close();
    there.close();
  });

  it('lets last words out before it closes', async () => {
    const [here, there] = await openTwo(await make());
    const topic = topicOf();
    const heard: string[] = [];
    there.subscribe(topic, (text) => heard.push(text));
    await there.probe();
    here.publish(topic, 'goodbye');
    here.close();
    await eventually(() => expect(heard).toEqual(['goodbye']));
    there.close();
  });

  it('tells once that it was cut off, and not that it was closed', async (context) => {
    const made = await make();
    if (!made.kill) return context.skip();
    const [cut, closed] = await openTwo(made);
    const ends: string[] = [];
    cut.onClose.on(({ is }) => ends.push(`cut ${is}`));
    closed.onClose.on(({ is }) => ends.push(`closed ${is}`));
    closed.close();
    made.kill();
    await eventually(() => expect(ends).toEqual(['cut lost']));
    cut.publish('topic', 'into the void');
    await expect(cut.probe()).rejects.toThrow();
    expect(ends).toEqual(['cut lost']);
  });

  it('rejects where nobody answers, and when it is given up', async (context) => {
    const { driver, url, deadUrl } = await make();
    if (deadUrl === undefined) return context.skip();
    await expect(driver.open(deadUrl, never)).rejects.toThrow();
    await expect(driver.open(url, AbortSignal.abort())).rejects.toHaveProperty('name', 'AbortError');
  });
};
