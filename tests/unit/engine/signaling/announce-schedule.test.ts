import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  noSchedule,
  planAnnouncement,
  type AnnounceEvent,
} from '../../../../src/engine/signaling/announce-schedule.ts';

const random = (): number => 0.5;

describe('announcing', () => {
  it('comes in a burst, then ever more slowly, then once a minute', () => {
    const startMs = 10_000;
    const sentMs: number[] = [];
    let schedule = planAnnouncement(noSchedule, { is: 'started' }, { nowMs: startMs, isSearching: true, random });
    while (sentMs.length < 10) {
      const nowMs = schedule.dueMs ?? NaN;
      sentMs.push(nowMs - startMs);
      schedule = planAnnouncement(schedule, { is: 'sent' }, { nowMs, isSearching: true, random });
    }
    expect(sentMs).toEqual([0, 300, 800, 2_000, 5_000, 10_000, 20_000, 40_000, 107_500, 175_000]);
  });

  it('never comes twice within a minute when nobody is missing, whatever happens', () => {
    const event = fc.record({
      event: fc.constantFrom<AnnounceEvent>({ is: 'started' }, { is: 'quiet' }, { is: 'stopped' }),
      afterMs: fc.nat(90_000),
    });
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 50 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (events, chance) => {
          let nowMs = 0;
          let lastMs = -Infinity;
          let schedule = noSchedule;
          const plan = (one: AnnounceEvent): void => {
            schedule = planAnnouncement(schedule, one, { nowMs, isSearching: false, random: () => chance });
          };
          for (const { event: one, afterMs } of events) {
            const untilMs = nowMs + afterMs;
            while (schedule.dueMs !== undefined && schedule.dueMs <= untilMs) {
              nowMs = schedule.dueMs;
              expect(nowMs - lastMs).toBeGreaterThanOrEqual(60_000);
              lastMs = nowMs;
              plan({ is: 'sent' });
            }
            nowMs = untilMs;
            plan(one);
          }
        },
      ),
    );
  });

  it('begins again behind the burst when somebody is missed again', () => {
    const context = { nowMs: 100_000, isSearching: true, random };
    const quiet = { sent: 20, lastMs: 90_000, dueMs: 160_000 };
    expect(planAnnouncement(quiet, { is: 'searching' }, context)).toEqual({ sent: 3, lastMs: 90_000, dueMs: 100_000 });
    const closed = { sent: 20, lastMs: 90_000, dueMs: undefined };
    expect(planAnnouncement(closed, { is: 'searching' }, context).dueMs).toBeUndefined();
  });
});
