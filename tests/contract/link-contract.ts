// What every Link does, whatever carries it (core/ports/link.ts).

import { expect, it } from 'vitest';
import type { Link } from '#core/ports/link.ts';
import { eventually } from './eventually.ts';

export interface LinkPair {
  readonly here: Link;
  readonly there: Link;
}

/** Registers the suite; `make` gives the two ends of a link that is up, anew for each test. */
export const linkContract = (make: () => Promise<LinkPair>): void => {
  const collect = (link: Link): string[] => {
    const texts: string[] = [];
    link.onMessage.on((text) => texts.push(text));
    return texts;
  };

  it('carries texts both ways, as they are', async () => {
    const { here, there } = await make();
    const [atHere, atThere] = [collect(here), collect(there)];
    here.send('{"a":1}');
    there.send('äöü 🐦 \u0000 "\\');
    await eventually(() => {
      expect(atThere).toEqual(['{"a":1}']);
      expect(atHere).toEqual(['äöü 🐦 \u0000 "\\']);
    });
  });

  it('keeps what comes before anybody listens', async () => {
    const { here, there } = await make();
    const proof = collect(here);
    here.send('early');
    there.send('proof');
    await eventually(() => expect(proof).toEqual(['proof']));
    here.send('late');
    const heard = collect(there);
    await eventually(() => expect(heard.toSorted()).toEqual(['early', 'late']));
  });

  it('takes 60 KB and drops what is above the limit', async () => {
    const { here, there } = await make();
    const heard = collect(there);
    here.send('x'.repeat(65 * 1024));
    here.send('y'.repeat(60 * 1024));
    await eventually(() => expect(heard.map((text) => text[0])).toEqual(['y']));
  });

  it('closes once, says so, and carries nothing after', async () => {
    const { here, there } = await make();
    const heard = collect(there);
    let closed = 0;
    here.onClose.on(() => (closed += 1));
    expect(here.isOpen).toBe(true);
    here[Symbol.dispose]();
    here[Symbol.dispose]();
    expect(closed).toBe(1);
    expect(here.isOpen).toBe(false);
    here.send('unheard');
    expect(heard).toEqual([]);
  });

  it('says who is at the other end', async () => {
    const { here, there } = await make();
    expect(here.to).not.toBe(there.to);
    expect(here.instance).not.toBe(there.instance);
    expect(here.via).toBe(there.via);
  });
};
