// Nobody else is here yet: the link, large.

import { useRef } from 'preact/hooks';
import { t } from '#ui/i18n/t.ts';
import { Boundary } from '#ui/kit/boundary.tsx';
import { CopyLink } from '#ui/kit/copy-link.tsx';
import { lazy } from '#ui/kit/lazy.ts';
import { useFocusKept } from '#ui/kit/use-focus-kept.ts';
import { useLate } from '#ui/kit/use-late.ts';
import css from './invitation.module.css';

interface Props {
  readonly link: string;
}

/** Whoever is in the call already is seen sooner: 400 birds are not drawn for that blink. */
const birdsAfterMs = 800;

const Murmuration = lazy(async () => (await import('#ui/kit/murmuration.tsx')).Murmuration);

/** Birds that can't be had stay away. */
const Birds = () =>
  useLate(true, birdsAfterMs) ? (
    <Boundary fallback={() => null}>
      <Murmuration props={{ size: 'small', isStill: true }} />
    </Boundary>
  ) : null;

export const Invitation = ({ link }: Props) => {
  const ref = useRef<HTMLElement>(null);
  useFocusKept(ref);
  return (
    <section ref={ref} class={css['invitation']}>
      <div class={css['sky']}>
        <Birds />
      </div>
      <h2>{t('stage.alone')}</h2>
      <p class={css['lead']}>{t('stage.aloneLead')}</p>
      <bdi class={css['link']} dir="ltr">
        {link}
      </bdi>
      <CopyLink link={link} look="accent" />
    </section>
  );
};
