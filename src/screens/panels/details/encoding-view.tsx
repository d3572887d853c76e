// What is encoded of our own pictures: each size, what it costs, and who gets it.

import type { Call } from '#engine/call/api.ts';
import { nameOf } from '#screens/words/person-words.ts';
import { t } from '#ui/i18n/t.ts';
import { Icon } from '#ui/kit/icon.tsx';
import type { EncodingBlock, EncodingDescription, EncodingLine } from './describe-encoding.ts';
import { blockTitle, dataWords, lineWords, peopleWords, sizeWords, troubleWords } from './encoding-words.ts';
import css from './details-panel.module.css';

interface Props {
  readonly description: EncodingDescription;
  readonly people: Call['people'];
}

const Line = ({ line, people }: { readonly line: EncodingLine; readonly people: Call['people'] }) => {
  const names = line.people.flatMap((id) => people.value.find((person) => person.id === id) ?? []).map(nameOf);
  const load = line.cost && Math.min(1, line.cost.tookMs / line.cost.everyMs);
  const data = dataWords(line);
  return (
    <li class={css['rung']}>
      <p class={css['rungSize']}>
        {line.width ? <bdi dir="ltr">{sizeWords(line)}</bdi> : sizeWords(line)}
        {data && <bdi class={css['rungData']}>{data}</bdi>}
      </p>
      {lineWords(line).map((words) => (
        <p key={words} class={css['rungFacts']}>
          {words}
        </p>
      ))}
      {/* The words above say the same. */}
      {load !== undefined && <span class={css['load']} style={{ '--load': load }} aria-hidden="true" />}
      <p class={css['rungPeople']}>{peopleWords(names)}</p>
    </li>
  );
};

const Block = ({ block, people }: { readonly block: EncodingBlock; readonly people: Call['people'] }) => (
  <section class={css['group']}>
    <h3 class={css['title']}>{blockTitle(block)}</h3>
    {block.lines.length > 0 && (
      <ul class={css['rungs']}>
        {block.lines.map((line) => (
          <Line key={`${line.width} ${line.people[0]}`} line={line} people={people} />
        ))}
      </ul>
    )}
  </section>
);

/** Not read out when it changes: figures do all the time. */
export const EncodingView = ({ description: { blocks, trouble }, people }: Props) => (
  <details class={css['figures']} open>
    <summary class={css['summary']}>
      {t('details.encoding')}
      <Icon name="chevron-down" />
    </summary>
    {trouble && (
      <div class={css['trouble']}>
        {troubleWords(trouble).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    )}
    {blocks.length === 0 && <p>{t('details.encodingNothing')}</p>}
    {blocks.map((block) => (
      <Block key={`${block.picture} ${block.is}`} block={block} people={people} />
    ))}
  </details>
);
