// Who is in the call already, as they answered.

import type { Call } from '#engine/call/api.ts';
import { formatList, t } from '#ui/i18n/t.ts';
import { Avatar } from '#ui/kit/avatar.tsx';
import { shortName } from '#ui/kit/person-name.ts';
import { summarizeRelays } from '#screens/words/relay-words.ts';
import { useLate } from '#ui/kit/use-late.ts';
import css from './present-line.module.css';

interface Props {
  readonly call: Call;
}

type Present = NonNullable<Call['present']['value']>;

const shownNames = 3;
/** Who is there answers within a trip or two over the relays. */
const silenceMs = 6_000;

/** Keeps a name that runs the other way from turning the sentence around. */
const isolated = (name: string): string => `\u2068${name}\u2069`;

/** "Ana, Bo and 2 others are here". */
export const presentWords = (present: Present): string => {
  const [first] = present;
  if (first && present.length === 1)
    return t('greenRoom.hereAlone', { name: isolated(shortName(first.name, first.id)) });
  const names = present.slice(0, shownNames).map(({ id, name }) => isolated(shortName(name, id)));
  const others = present.length - names.length;
  const list = others > 0 ? [...names, t('greenRoom.others', { count: others })] : names;
  return t('greenRoom.here', { names: formatList(list) });
};

export const PresentLine = ({ call }: Props) => {
  const present = call.present.value;
  const canHear = summarizeRelays(call.relays.value).is === 'open';
  const isSilent = useLate(present === undefined && canHear, silenceMs);
  const isNobody = present?.length === 0 || isSilent;
  return (
    <div class={css['line']} role="status">
      {present && present.length > 0 && (
        <>
          <span class={css['faces']} aria-hidden="true">
            {present.slice(0, shownNames).map(({ id, name }) => (
              <span key={id} class={css['face']}>
                <Avatar id={id} name={name} />
              </span>
            ))}
          </span>
          <span>{presentWords(present)}</span>
        </>
      )}
      {isNobody && <span>{t('greenRoom.nobody')}</span>}
    </div>
  );
};
