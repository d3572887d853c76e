// What a tile says of somebody who is not connected, and what the stage says to whoever nobody can find.

import { afterEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Call, Participant } from '#engine/call/api.ts';
import { createSoundGate } from '#screens/stage/sound-gate.ts';
import { StageBanners } from '#screens/stage/stage-banners.tsx';
import { TileStatus } from '#screens/stage/tile-status.tsx';
import '../../fixtures/all-texts.ts';
import { createFakeCall, fakeError, fakePerson } from '../../fixtures/fake-call.ts';
import { noPath } from '../../fixtures/fake-diagnosis.ts';
import { faults, focused, show } from './show.tsx';

let hide = (): void => {};
afterEach(() => hide());

const writable = <T,>(value: { readonly value: T }, next: T): void => {
  (value as { value: T }).value = next;
};

const onDetails = vi.fn<() => void>();
const showStatus = (person: Participant, size = { inlineSize: '30rem', blockSize: '20rem' }): void => {
  hide = show(
    <div style={{ position: 'relative', containerType: 'size', background: '#222', ...size }}>
      <h1 tabIndex={-1}>Call</h1>
      <TileStatus person={person} onDetails={onDetails} />
    </div>,
  );
};

test('first how far it is, then where it stops and the way to more, then nothing', async () => {
  const ana = fakePerson(0, { connection: { is: 'connecting', sinceMs: 0 } });
  showStatus(ana);
  await expect.element(page.getByText('Connecting…')).toBeVisible();
  writable(ana.diagnosis, { ...noPath, is: 'under-way' });
  await expect.element(page.getByText('Connecting…')).toBeVisible();
  writable(ana.diagnosis, noPath);
  await expect.element(page.getByRole('status')).toHaveTextContent('Ana: No path to them yet');
  expect(await faults()).toEqual([]);
  await userEvent.tab();
  expect(focused()).toBe("See why Ana isn't here");
  await userEvent.keyboard('{Enter}');
  expect(onDetails).toHaveBeenCalledTimes(1);
  // It stays while the next attempt is under way.
  writable(ana.connection, { is: 'failed', error: fakeError('peer/unreachable') });
  writable(ana.connection, { is: 'calling', sinceMs: 0 });
  await expect.element(page.getByRole('button')).toBeVisible();
  expect(focused()).toBe("See why Ana isn't here");
  writable(ana.diagnosis, undefined);
  writable(ana.connection, { is: 'connected', sinceMs: 0 });
  await expect.element(page.getByRole('button')).not.toBeInTheDocument();
  expect(focused()).toBe('Call');
});

test.each(['udp-blocked', 'no-path', 'no-hello'] as const)(
  'the way to more fits into a tile of five on a phone: %s',
  async (is) => {
    showStatus(fakePerson(0, { diagnosis: { ...noPath, is }, connection: { is: 'calling', sinceMs: 0 } }), {
      inlineSize: '169px',
      blockSize: '173px',
    });
    const why = page.getByRole('button', { name: "See why Ana isn't here" });
    await expect.element(why).toBeVisible();
    const [words, button] = [document.querySelector('strong')!, why.element()].map((part) =>
      part.getBoundingClientRect(),
    );
    const [tile, name] = [document.querySelector('[data-tone]')!.getBoundingClientRect(), 36];
    expect(words!.top).toBeGreaterThanOrEqual(tile.top);
    expect(button!.bottom).toBeLessThanOrEqual(tile.bottom - name);
  },
);

test('who passed for somebody else is told as before, whatever the diagnosis', async () => {
  showStatus(
    fakePerson(0, {
      connection: { is: 'failed', error: fakeError('security/wrong-identity') },
      diagnosis: { ...noPath, is: 'wrong-identity' },
    }),
  );
  await expect.element(page.getByRole('alert')).toMatchTextContent('Not who they say they are');
});

const waiting = { is: 'waiting', attempt: 1, retryAtMs: 0 } as const;
const relaysOf = (state: Call['relays']['value'][number]['state']): Call['relays']['value'] =>
  ['nos.lol', 'relay.damus.io'].map((name) => ({ network: 'nostr', name, state }));

test('whoever is alone with dead relays reads which were tried and what helps, until one answers', async () => {
  const call = createFakeCall();
  hide = show(<StageBanners call={call} sound={createSoundGate()} />);
  call.set.relays.value = relaysOf(waiting);
  await expect.element(page.getByText(/Tried: nos.lol, relay.damus.io. We keep trying/)).toBeVisible();
  await expect.element(page.getByText('Nobody can find this call yet.')).toBeVisible();
  expect(await faults()).toEqual([]);
  // Trying again is no answer.
  call.set.relays.value = relaysOf({ is: 'connecting' });
  await expect.element(page.getByText('Nobody can find this call yet.')).toBeVisible();
  call.set.people.value = [fakePerson(0)];
  await expect.element(page.getByText(/^The call goes on/)).toBeVisible();
  call.set.relays.value = relaysOf({ is: 'open', roundTripMs: 20 });
  await expect.element(page.getByText(/^The call goes on/)).not.toBeInTheDocument();
});

test('whoever hears of nobody any more, by relay or otherwise, reads that it is their own network', async () => {
  const call = createFakeCall();
  const [ana, bo] = [fakePerson(0), fakePerson(1)];
  call.set.people.value = [ana, bo];
  hide = show(<StageBanners call={call} sound={createSoundGate()} />);
  call.set.relays.value = relaysOf(waiting);
  writable(ana.connection, { is: 'reconnecting', sinceMs: 0 });
  // One is still heard.
  await expect.element(page.getByText(/^The call goes on/)).toBeVisible();
  writable(bo.connection, { is: 'away', sinceMs: 0 });
  await expect.element(page.getByText(/^This device seems to have no network/)).toBeVisible();
  await expect.element(page.getByText(/^The call goes on/)).not.toBeInTheDocument();
  expect(await faults()).toEqual([]);
  writable(ana.connection, { is: 'connected', sinceMs: 0 });
  call.set.relays.value = relaysOf({ is: 'open', roundTripMs: 20 });
  await expect.element(page.getByText(/^This device seems/)).not.toBeInTheDocument();
});

test('the socket of a tracker, which nobody asks whether it is alive, is no sign of a network', async () => {
  const call = createFakeCall();
  const ana = fakePerson(0, { connection: { is: 'reconnecting', sinceMs: 0 } });
  call.set.people.value = [ana];
  const tracker = {
    network: 'torrent',
    name: 'tracker.example',
    state: { is: 'open', roundTripMs: undefined },
  } as const;
  call.set.relays.value = [...relaysOf({ is: 'probing' }), tracker];
  hide = show(<StageBanners call={call} sound={createSoundGate()} />);
  expect(document.body.textContent).not.toContain('This device seems');
  call.set.relays.value = [...relaysOf({ is: 'connecting' }), tracker];
  await expect.element(page.getByText(/^This device seems to have no network/)).toBeVisible();
});
