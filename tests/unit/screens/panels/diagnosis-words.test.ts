// The words of a diagnosis: complete, the same as in docs/TROUBLESHOOTING.md, and without an address in the report.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Diagnosis, DiagnosisCode, JournalRecord } from '#engine/call/api.ts';
import { diagnose } from '#engine/call/diagnosis.ts';
import { createJournal } from '#engine/mesh/journal.ts';
import { readJournal } from '#engine/mesh/read-journal.ts';
import { diagnosisWords, markWords, stepWords } from '#screens/panels/details/diagnosis-words.ts';
import { journalLines } from '#screens/panels/details/journal-lines.ts';
import { reportText } from '#screens/panels/details/report-text.ts';
import details from '#ui/i18n/locales/en/details.json';
import stage from '#ui/i18n/locales/en/stage.json';
import trouble from '#ui/i18n/locales/en/trouble.json';

const file = readFileSync(join(import.meta.dirname, '../../../../docs/TROUBLESHOOTING.md'), 'utf8');
/** What stands under each heading. */
const sections = new Map(
  file.split(/^#+ /m).map((section) => [section.split('\n')[0] ?? '', section.replaceAll('**What helps:** ', '')]),
);

const codes = [
  ...new Set(Object.keys(details).flatMap((key) => /^diagnosis\.([^.]+)\.title$/.exec(key)?.[1] ?? [])),
  'old-app',
  'wrong-identity',
] as DiagnosisCode[];
const found = (is: DiagnosisCode, more: Partial<Diagnosis> = {}): Diagnosis => ({
  is,
  turn: 'none',
  steps: [],
  ...more,
});

describe('docs/TROUBLESHOOTING.md', () => {
  test.each(codes)('says about %s what the screen says', (code) => {
    const { title, why, fix } = diagnosisWords(found(code));
    expect([...sections.keys()]).toContain(title);
    for (const sentence of [...why, ...fix]) expect(sections.get(title)).toContain(sentence);
  });
  test('has every sentence there is about sides, networks, servers and paths', () => {
    const keys = Object.keys(details).filter((key) =>
      /^diagnosis\.(side|shifting|turn)\.|^details\.path(?!Name|Unknown|$)/.test(key),
    );
    expect(keys).toHaveLength(13);
    for (const key of keys) expect(file, key).toContain(details[key as keyof typeof details]);
  });
  test('heads each section with the words on the tile, so that they are found', () => {
    const tiles = Object.entries(trouble).filter(([key]) => !/^trouble\.(of|why|whyOf)$/.test(key));
    expect(tiles).toHaveLength(8);
    for (const [key, words] of tiles) expect([...sections.keys()], key).toContain(words);
  });
  test('has what is said where nobody can be found', () => {
    const [, after = ''] = stage['stage.relaysGoneAlone'].split('{names}. ');
    expect(sections.get(stage['stage.relaysGoneTitle'])).toContain(after);
    expect(file).toContain(stage['stage.relaysGone']);
  });
  test('has every step by its name', () => {
    const names = Object.entries(details).filter(([key]) => /^step\.[a-z]+$/.test(key));
    expect(names).toHaveLength(7);
    for (const [key, name] of names) expect(file, key).toContain(`| ${name} |`);
  });
});

test('a diagnosis says whose side it is, and what a TURN server would do', () => {
  const words = diagnosisWords(found('no-path', { shifting: 'both', turn: 'tried' }));
  expect(words.why.at(-1)).toContain('Both networks');
  expect(words.fix.at(-1)).toBe('A TURN server was tried as well, and was no help.');
  expect(diagnosisWords(found('no-candidates', { side: 'there' })).why).toContain('It is so on their side.');
  expect(diagnosisWords(found('not-answering')).fix).toHaveLength(1);
});

const nowMs = 20_000;
/** A peer that was called and answered, with these descriptions, and found no path. */
const stuckWith = (local: string, remote: string): { journal: JournalRecord; diagnosis: Diagnosis } => {
  const keeper = createJournal({ nowMs: () => 0, descriptions: () => ({ local, remote }) });
  keeper.heard('nostr');
  keeper.heard('person');
  keeper.note({ is: 'link-opened' }, [{ do: 'call', session: 'secret-session' }]);
  keeper.note({ is: 'answer', session: 'secret-session' }, [{ do: 'accept-answer' }]);
  const journal = readJournal(keeper.read());
  const around = { nowMs, isOnline: true, hasRelay: true, isReachedByOthers: false, hasStun: true, hasTurn: true };
  return { journal, diagnosis: diagnose(journal, { is: 'connecting' }, around) };
};
const candidate = (address: string, port: number, type: string): string =>
  `a=candidate:1 1 udp 2122260223 ${address} ${port} typ ${type}\r\n`;

test('the steps in words: the mark, then what it is', () => {
  const { journal, diagnosis } = stuckWith(candidate('192.0.2.7', 5, 'host'), candidate('198.51.100.7', 6, 'srflx'));
  expect(diagnosis.steps.map((step) => `${markWords(step)} ${stepWords(step, journal)}`)).toEqual([
    'Done Heard of them through a Nostr relay and somebody in the call',
    'Done An offer to connect, from you',
    'Done The answer to it',
    'Done Addresses: 1 of yours, 1 of theirs',
    'Stuck A path between you',
    'Later Encryption on it',
    'Later Proof of who they are',
  ]);
});

test('the journal in the report', () => {
  const { journal, diagnosis } = stuckWith(candidate('192.0.2.7', 5, 'srflx'), candidate('198.51.100.7', 6, 'host'));
  expect(journalLines(journal, diagnosis)).toEqual([
    '0.0 s heard nostr',
    '0.0 s heard person',
    '0.0 s offer-sent',
    '0.0 s answer-received',
    'addresses here: reflexive 1, udp 1, ipv4 1',
    'addresses there: host 1, udp 1, ipv4 1, public',
    'diagnosis: no-path, turn silent',
  ]);
});

const hex = fc.integer({ min: 0x1000, max: 0xffff }).map((group) => group.toString(16));
const address = fc.oneof(
  fc.ipV4(),
  fc.array(hex, { minLength: 8, maxLength: 8 }).map((groups) => groups.join(':')),
  hex.map((group) => `fe80::${group}`),
  fc.uuid().map((id) => `${id}.local`),
  fc.domain(),
);
const port = fc.integer({ min: 10_000, max: 65_535 });
const type = fc.constantFrom('host', 'srflx', 'prflx', 'relay');
const described = fc.array(fc.record({ address, port, type, base: address, basePort: port }), { maxLength: 6 });

test('no address, port, key or session can get into the report, whatever the descriptions show', () => {
  fc.assert(
    fc.property(described, described, fc.uuid(), (here, there, key) => {
      const sdpOf = (list: typeof here): string =>
        `v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\na=ice-ufrag:${key}\r\na=ice-pwd:${key}\r\na=fingerprint:sha-256 ${key}\r\n${list
          .map(
            (each) =>
              `a=candidate:${key} 1 udp 1 ${each.address} ${each.port} typ ${each.type} raddr ${each.base} rport ${each.basePort} ufrag ${key}\r\n`,
          )
          .join('')}`;
      const { journal, diagnosis } = stuckWith(sdpOf(here), sdpOf(there));
      const { title, why, fix } = diagnosisWords(diagnosis);
      const text = reportText({
        atMs: 0,
        appVersion: undefined,
        browser: undefined,
        sentences: [title, ...why, ...fix, ...diagnosis.steps.map((step) => stepWords(step, journal))],
        groups: [],
        encoding: undefined,
        journal: journalLines(journal, diagnosis),
      });
      const secrets = [...here, ...there].flatMap((each) => [
        each.address,
        each.base,
        String(each.port),
        String(each.basePort),
      ]);
      for (const secret of [...secrets, key, 'secret-session', '127.0.0.1']) expect(text).not.toContain(secret);
      expect(JSON.stringify(diagnosis)).not.toContain(key);
    }),
  );
});
