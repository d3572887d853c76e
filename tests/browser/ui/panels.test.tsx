// The panels beside the stage, by keyboard, as people use them.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { PersonId } from '#core/base/ids.ts';
import type { Participant } from '#engine/call/api.ts';
import { DetailsPanel } from '#screens/panels/details/details-panel.tsx';
import { InvitePanel } from '#screens/panels/invite/invite-panel.tsx';
import type { Share } from '#screens/panels/invite/system-share.ts';
import { ScreenPortsContext } from '#screens/ports/screen-ports.ts';
import { PeoplePanel } from '#screens/panels/people/people-panel.tsx';
import { createFakeCall, fakeError, fakeId, fakePerson } from '../../fixtures/fake-call.ts';
import { noPath, noPathJournal } from '../../fixtures/fake-diagnosis.ts';
import { fakeScreenPorts } from '../../fixtures/fake-screen-ports.ts';
import { faults, focused, show } from './show.tsx';

const onClose = vi.fn<() => void>();
const onPin = vi.fn<(id: PersonId) => void>();
const onDetails = vi.fn<(id: PersonId) => void>();
let hide = (): void => {};
beforeEach(() => {
  document.documentElement.style.height = '100%';
});
afterEach(() => hide());

const button = (name: string | RegExp) => page.getByRole('button', { name });
const rows = (): readonly (string | undefined)[] =>
  [...document.querySelectorAll<HTMLElement>('li[data-person]')].map(({ dataset }) => dataset['person']);

const writable = <T,>(value: { readonly value: T }, next: T): void => {
  (value as { value: T }).value = next;
};

/** Wherever the test before left it, it would hold the list. */
const pointBesideTheList = (): Promise<void> => userEvent.hover(page.getByRole('heading', { level: 2 }));

const showPeople = (people: readonly Participant[], hands: readonly PersonId[] = [], pinned?: string) => {
  const call = createFakeCall({ name: 'Mira' });
  call.set.people.value = people;
  hide = show(
    <PeoplePanel call={call} hands={hands} pinned={pinned} onDetails={onDetails} onPin={onPin} onClose={onClose} />,
  );
  return call;
};

test('people: oneself, hands in order, then the others; who speaks has a mark and stays in place', async () => {
  const [ana, bo, chen] = [fakePerson(0), fakePerson(1), fakePerson(2)];
  const call = showPeople([ana, bo, chen], [fakeId(2)]);
  expect(focused()).toBe('People 4');
  await pointBesideTheList();
  expect(rows()).toEqual(['Mira', chen.name.value, ana.name.value, bo.name.value]);
  await expect.element(page.getByText('Hand up, first in line')).toBeVisible();
  writable(bo.isSpeaking, true);
  await expect.element(page.getByRole('img', { name: 'Speaking' })).toBeVisible();
  expect(rows()).toEqual(['Mira', chen.name.value, ana.name.value, bo.name.value]);
  call.set.people.value = [ana, bo];
  await expect.poll(rows).toEqual(['Mira', ana.name.value, bo.name.value]);
  expect(await faults()).toEqual([]);
});

test('people: nobody moves away while the keyboard is in the list', async () => {
  const people = [fakePerson(0), fakePerson(1)];
  const call = showPeople(people);
  await pointBesideTheList();
  await userEvent.tab();
  await userEvent.tab();
  expect(focused()).toContain('Ana');
  // Somebody who came before all.
  const early = { ...fakePerson(2), joinedAtMs: -1 };
  call.set.people.value = [early, ...people];
  await expect.poll(rows).toEqual(['Mira', 'Ana', people[1]?.name.value, early.name.value]);
  await userEvent.tab({ shift: true });
  await expect.poll(rows).toEqual(['Mira', early.name.value, 'Ana', people[1]?.name.value]);
});

test('people: pinned and let go from the list', async () => {
  const ana = fakePerson(0);
  showPeople([ana], [], ana.id);
  await button(/^Ana/).click();
  await expect.element(button('Unpin')).toBeVisible();
  hide();
  showPeople([ana]);
  await button(/^Ana/).click();
  await button('Pin: always large').click();
  expect(onPin).toHaveBeenCalledExactlyOnceWith(ana.id);
});

test('people: mute for me, louder and softer, details, all by keyboard', async () => {
  const ana = fakePerson(0);
  showPeople([ana]);
  await userEvent.tab();
  await userEvent.tab();
  await userEvent.keyboard('{Enter}');
  await expect.element(button(/^Ana/)).toHaveAttribute('aria-expanded', 'true');
  await userEvent.tab();
  expect(focused()).toBe('Mute Ana for me');
  await userEvent.keyboard('{Enter}');
  await expect.poll(focused).toBe('Hear Ana again');
  expect(ana.isMutedForMe.value).toBe(true);
  await expect.element(page.getByText('Muted for you')).toBeVisible();
  await userEvent.tab();
  expect(focused()).toBe('Volume of Ana');
  await userEvent.keyboard('{End}{ArrowLeft}{ArrowLeft}');
  expect(ana.volume.value).toBeCloseTo(0.9);
  expect(ana.isMutedForMe.value).toBe(false);
  await expect.element(page.getByRole('slider')).toHaveAttribute('aria-valuetext', '90%');
  expect(await faults()).toEqual([]);
  await userEvent.tab();
  expect(focused()).toBe('Pin: always large');
  await userEvent.tab();
  expect(focused()).toBe('Connection details of Ana');
  await userEvent.keyboard('{Enter}');
  expect(onDetails).toHaveBeenCalledExactlyOnceWith(ana.id);
  await userEvent.keyboard('{Escape}');
  expect(onClose).toHaveBeenCalled();
});

test('people: a voice among thirty renders one mark, not thirty rows', async () => {
  const people = Array.from({ length: 29 }, (_, index) => fakePerson(index, { name: `P${index}`, level: 0.5 }));
  showPeople(people);
  const list = document.querySelector('ol')!;
  let changes = 0;
  const observer = new MutationObserver((records) => (changes += records.length));
  observer.observe(list, { subtree: true, attributes: true, childList: true, characterData: true });
  writable(people[3]!.level, 0.9);
  await expect.poll(() => changes).toBe(1);
  observer.disconnect();
});

test('people: alone, it says so and offers to invite', async () => {
  const onInvite = vi.fn<() => void>();
  hide = show(
    <PeoplePanel
      call={createFakeCall()}
      hands={[]}
      pinned={undefined}
      onPin={onPin}
      onDetails={onDetails}
      onInvite={onInvite}
      onClose={onClose}
    />,
  );
  await expect.element(page.getByText('Only you, so far')).toBeVisible();
  await button('Invite people').click();
  expect(onInvite).toHaveBeenCalledTimes(1);
});

test('details: words, figures, and a report without the name', async () => {
  const ana = fakePerson(0);
  const onBack = vi.fn<() => void>();
  const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  hide = show(
    <ScreenPortsContext.Provider value={fakeScreenPorts({ appVersion: '1.2.3' })}>
      <DetailsPanel call={createFakeCall()} person={ana} onBack={onBack} onClose={onClose} />
    </ScreenPortsContext.Provider>,
  );
  await expect.element(page.getByText('Directly connected, over the internet.')).toBeVisible();
  await expect.element(page.getByText('Round trip')).toBeVisible();
  expect(await faults()).toEqual([]);
  await button('Copy report').click();
  await expect.element(page.getByText('Report copied')).toBeVisible();
  const text = written.mock.calls[0]?.[0] ?? '';
  expect(text).toMatch(/Starling 1\.2\.3 · Chrome \d+ · 20/);
  expect(text).toMatch(/Round trip: 38 ms/);
  expect(text).not.toContain('Ana');
  await button('Back to people').click();
  expect(onBack).toHaveBeenCalledTimes(1);
});

test('details: says when there is no connection, and when there are no figures', async () => {
  const ana: Participant = { ...fakePerson(0), report: async () => undefined };
  hide = show(<DetailsPanel call={createFakeCall()} person={ana} onBack={onClose} onClose={onClose} />);
  await expect.element(page.getByText('No figures yet.')).toBeVisible();
  writable(ana.connection, { is: 'reconnecting', sinceMs: 0 });
  await expect.element(page.getByText('Connection lost. Getting it back…')).toBeVisible();
});

test('details: somebody who is out of reach: why, what helps, each step, and a report of what happened', async () => {
  const ben = fakePerson(1, {
    connection: { is: 'failed', error: fakeError('peer/unreachable') },
    diagnosis: noPath,
    journal: noPathJournal,
  });
  const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  hide = show(
    <DetailsPanel
      call={createFakeCall()}
      person={{ ...ben, report: async () => undefined }}
      onBack={onClose}
      onClose={onClose}
    />,
  );
  await expect.element(page.getByText('No path to them yet')).toBeVisible();
  await expect.element(page.getByText(/^Both networks show a new door/)).toBeVisible();
  await expect.element(page.getByRole('heading', { name: 'What helps' })).toBeVisible();
  await expect.element(page.getByText(/^A TURN server would carry/)).toBeVisible();
  const steps = (): readonly string[] => [...document.querySelectorAll('ol > li')].map((step) => step.textContent);
  await expect
    .poll(steps)
    .toEqual([
      'Done Heard of them through a Nostr relay',
      'Done An offer to connect, from you',
      'Done The answer to it',
      'Done Addresses: 3 of yours, 3 of theirs',
      'Stuck A path between you',
      'Later Encryption on it',
      'Later Proof of who they are',
    ]);
  expect(await faults()).toEqual([]);
  await button('Copy report').click();
  await expect.element(page.getByText('Report copied')).toBeVisible();
  const text = written.mock.lastCall?.[0] ?? '';
  expect(text).toContain('No path to them yet');
  expect(text).toContain('  0.0 s offer-sent ×2, last at 1.2 s');
  expect(text).toContain('diagnosis: no-path, shifting both, turn none');
  expect(text).not.toContain(ben.name.value);
  // Once they are there, the figures are.
  writable(ben.diagnosis, undefined);
  writable(ben.connection, { is: 'connected', sinceMs: 0 });
  await expect.element(page.getByText('No figures yet.')).toBeVisible();
});

test('details: asks again while it is seen, and never in a hidden page', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const report = vi.fn<Participant['report']>(async () => undefined);
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(false);
  hide = show(
    <DetailsPanel call={createFakeCall()} person={{ ...fakePerson(0), report }} onBack={onClose} onClose={onClose} />,
  );
  expect(report).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2000);
  expect(report).toHaveBeenCalledTimes(2);
  hidden.mockReturnValue(true);
  await vi.advanceTimersByTimeAsync(6000);
  expect(report).toHaveBeenCalledTimes(2);
  hidden.mockReturnValue(false);
  await vi.advanceTimersByTimeAsync(2000);
  expect(report).toHaveBeenCalledTimes(3);
  hide();
  await vi.advanceTimersByTimeAsync(6000);
  expect(report).toHaveBeenCalledTimes(3);
  vi.useRealTimers();
});

const link = 'https://starling.example/#/Sunday-birds~7fXQ5xYtq2Dg3wM9pKZrVa';

test('invite: link, share sheet, code, and words that can be changed before they are copied', async () => {
  const share = vi.fn<Share>(async () => 'failed');
  const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  hide = show(<InvitePanel link={link} roomName="Sunday birds" share={share} onClose={onClose} />);
  await expect.element(page.getByLabelText('Link to this call', { exact: true })).toHaveValue(link);
  await expect.element(page.getByRole('img', { name: 'QR code of the link to this call' })).toBeVisible();
  expect(await faults()).toEqual([]);
  await button('Share…').click();
  expect(share).toHaveBeenCalledExactlyOnceWith({ title: 'Sunday birds', url: link });
  await expect.element(page.getByText("Sharing didn't work here. Copy the link instead.")).toBeVisible();
  const words = page.getByLabelText('An invitation to send');
  await words.fill(`Coffee? ${link}`);
  await button('Copy invitation').click();
  await expect.element(page.getByText('Invitation copied')).toBeVisible();
  expect(written).toHaveBeenLastCalledWith(`Coffee? ${link}`);
  await words.fill('Coffee?');
  await expect.element(page.getByText(/The link isn't in there any more/)).toBeVisible();
});

test('invite: nothing to share with where the system has no sheet', () => {
  hide = show(<InvitePanel link={link} roomName="" share={undefined} onClose={onClose} />);
  expect(document.body.textContent).not.toContain('Share…');
});
