// "What others can see", in plain words. It follows docs/THREAT_MODEL.md: whoever changes one changes the other.

import type { ComponentChildren } from 'preact';
import texts from '#ui/i18n/locales/en/privacy.json';
import { addTexts, t } from '#ui/i18n/t.ts';
import { Brand } from '#ui/kit/brand.tsx';
import css from './privacy.module.css';

addTexts(texts);

interface Props {
  readonly instanceName: string;
}

interface PartyProps {
  readonly title: string;
  readonly what?: string;
  readonly learns: readonly string[];
  readonly never: readonly string[];
  readonly note?: string;
}

const Points = ({ points }: { readonly points: readonly string[] }) => (
  <ul class={css['points']}>
    {points.map((point) => (
      <li key={point}>{point}</li>
    ))}
  </ul>
);

/** Somebody who learns something. */
const Party = ({ title, what, learns, never, note }: PartyProps) => (
  <section class={css['party']}>
    <h2>{title}</h2>
    {what && <p class={css['soft']}>{what}</p>}
    <div class={css['sides']}>
      <div data-side="learns">
        <h3>{t('privacy.learns')}</h3>
        <Points points={learns} />
      </div>
      <div data-side="never">
        <h3>{t('privacy.not')}</h3>
        <Points points={never} />
      </div>
    </div>
    {note && <p class={css['soft']}>{note}</p>}
  </section>
);

const Facts = ({ title, children }: { readonly title: string; readonly children: ComponentChildren }) => (
  <section class={css['facts']}>
    <h2>{title}</h2>
    {children}
  </section>
);

export const Privacy = ({ instanceName }: Props) => (
  <div class={css['privacy']}>
    <header class={css['header']}>
      <Brand name={instanceName} />
      <a class={css['back']} href="#/">
        {t('privacy.back')}
      </a>
    </header>
    <main class={css['main']}>
      <h1>{t('privacy.title')}</h1>
      <p class={css['lead']}>{t('privacy.lead')}</p>
      <Party
        title={t('privacy.people')}
        learns={[
          t('privacy.people.media'),
          t('privacy.people.name'),
          t('privacy.people.key'),
          t('privacy.people.address'),
          t('privacy.people.shown'),
          t('privacy.people.carried'),
        ]}
        never={[t('privacy.people.notOther')]}
        note={t('privacy.people.link')}
      />
      <Party
        title={t('privacy.relays')}
        what={t('privacy.relays.what')}
        learns={[t('privacy.relays.address'), t('privacy.relays.topic')]}
        never={[t('privacy.relays.notLink'), t('privacy.relays.notMedia')]}
      />
      <Party
        title={t('privacy.servers')}
        what={t('privacy.servers.what')}
        learns={[t('privacy.servers.stun'), t('privacy.servers.turn')]}
        never={[t('privacy.servers.not')]}
      />
      <Party
        title={t('privacy.host')}
        learns={[t('privacy.host.load')]}
        never={[t('privacy.host.notLink'), t('privacy.host.notCall')]}
        note={t('privacy.host.trust')}
      />
      <Party title={t('privacy.network')} learns={[t('privacy.network.traffic')]} never={[t('privacy.network.not')]} />
      <Facts title={t('privacy.device')}>
        <Points points={[t('privacy.device.kept'), t('privacy.device.tab')]} />
        <p class={css['soft']}>{t('privacy.device.who')}</p>
      </Facts>
      <Facts title={t('privacy.nobody')}>
        <Points points={[t('privacy.nobody.account'), t('privacy.nobody.maker')]} />
      </Facts>
      <Facts title={t('privacy.limits')}>
        <Points points={[t('privacy.limits.anonymous'), t('privacy.limits.name')]} />
      </Facts>
    </main>
  </div>
);
