// The chat by hand: what is being composed is not sent, and the end stays in sight.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { signal } from '@preact/signals';
import type { PersonId } from '#core/base/ids.ts';
import { ChatPanel } from '#features/chat/chat-panel.tsx';
import type { ChatMessage } from '#features/chat/chat-types.ts';
import { show } from './show.tsx';

let hide = (): void => {};
beforeEach(() => {
  document.documentElement.style.height = '100%';
});
afterEach(() => hide());

const lines = (from: number, count: number): ChatMessage[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `message-${from + index}`,
    text: `Line ${from + index}`,
    sentAtMs: (from + index) * 600_000,
    from: 'A'.repeat(22) as PersonId,
    name: 'Ana',
    isOwn: false,
  }));

const messages = signal<readonly ChatMessage[]>([]);
const draft = signal('');
const unread = signal(0);

const open = (): string[] => {
  messages.value = lines(0, 40);
  draft.value = '';
  const sent: string[] = [];
  hide = show(
    <div id="frame" style={{ blockSize: '400px', inlineSize: '320px' }}>
      <ChatPanel
        chat={{
          messages,
          unread,
          draft,
          setDraft: (text) => (draft.value = text),
          send: () => {
            sent.push(draft.value);
            draft.value = '';
            return true;
          },
          setOpen: () => {},
          [Symbol.dispose]: () => {},
        }}
        onClose={() => {}}
      />
    </div>,
  );
  return sent;
};

const log = (): HTMLElement => document.querySelector('[role="log"]')!;
const isAtEnd = (): boolean => log().scrollHeight - log().scrollTop - log().clientHeight < 2;

test('Enter that ends the composing of a word sends nothing, in Safari as well', () => {
  const sent = open();
  draft.value = 'にほん';
  const field = document.querySelector('textarea')!;
  const enter = (more: KeyboardEventInit): boolean =>
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...more }));
  enter({ isComposing: true });
  enter({ keyCode: 229 });
  expect(sent).toEqual([]);
  enter({ keyCode: 13 });
  expect(sent).toEqual(['にほん']);
});

test('the end stays in sight when the room gets smaller, and when as many lines go as come', async () => {
  open();
  await expect.poll(isAtEnd).toBe(true);
  document.querySelector<HTMLElement>('#frame')!.style.blockSize = '260px';
  await expect.poll(isAtEnd).toBe(true);
  messages.value = [...messages.value.slice(1), ...lines(40, 1)];
  await expect.poll(() => log().textContent?.includes('Line 40')).toBe(true);
  await expect.poll(isAtEnd).toBe(true);
});
