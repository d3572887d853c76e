// Whether the others can find this call, in one line.

import type { Call } from '#engine/call/api.ts';
import { t } from '#ui/i18n/t.ts';
import { StateLine } from '#ui/kit/state-line.tsx';
import { relayLine, summarizeRelays } from '#screens/words/relay-words.ts';
import { useLate } from '#ui/kit/use-late.ts';
import { useOnline } from '#ui/kit/use-online.ts';

interface Props {
  readonly relays: Call['relays'];
}

/** By then the slowest of ordinary networks has an answer. */
const slowMs = 6_000;

export const RelayLine = ({ relays }: Props) => {
  const isOnline = useOnline();
  const { is } = summarizeRelays(relays.value);
  const isSlow = useLate(is === 'looking', slowMs);
  return (
    <StateLine state={is === 'open' ? 'good' : is === 'none' ? 'bad' : 'busy'} role="status" data-relays={is}>
      {isSlow && isOnline ? t('greenRoom.slow') : relayLine(relays.value, isOnline)}
    </StateLine>
  );
};
