// The first screen: one sentence, one button, one field.

import { useState } from 'preact/hooks';
import type { AppError } from '#core/base/errors.ts';
import { useDevice } from '#screens/prefs/device-context.ts';
import type { RecentCall } from '#screens/prefs/recent-calls.ts';
import { PrivacyLink } from '#screens/privacy/privacy-link.tsx';
import { SettingsDoor } from '#screens/settings/settings-door.tsx';
import texts from '#ui/i18n/locales/en/landing.json';
import { addTexts, t } from '#ui/i18n/t.ts';
import { Banner } from '#ui/kit/banner.tsx';
import { Boundary } from '#ui/kit/boundary.tsx';
import { Brand } from '#ui/kit/brand.tsx';
import { Button } from '#ui/kit/button.tsx';
import { lazy } from '#ui/kit/lazy.ts';
import { LinkForm } from '#ui/kit/link-form.tsx';
import { Murmuration } from '#ui/kit/murmuration.tsx';
import { useForeignLink } from './foreign-link.tsx';
import { RecentList } from './recent-list.tsx';
import { RelayNews, type CountRelays } from './relay-news.tsx';
import { usePasted } from './use-pasted.ts';
import type { OpenCamera } from './use-scan.ts';
import css from './landing.module.css';

addTexts(texts);

interface Props {
  readonly instanceName: string;
  readonly problems: readonly AppError[];
  /** Everything on this device was forgotten a moment ago. */
  readonly hasForgotten: boolean;
  /** Without it nothing is said of the relays. */
  readonly countRelays?: CountRelays | undefined;
  /** For reading codes; without it that is not offered. */
  readonly openCamera?: OpenCamera | undefined;
  onDismissProblems(): void;
  onNewCall(): void;
  /** False when `text` is no link of a call. `name` stands in place of the one in the link. */
  onOpenLink(text: string, name?: string): boolean;
  /** Whether `text` has the link of a call in it, on whatever page. */
  isCallLink(text: string): boolean;
}

const ScanDialog = lazy(async () => (await import('./scan-dialog.tsx')).ScanDialog);

const problemText = ({ details }: AppError): string => {
  const field = details['field'];
  return field === undefined ? t('config.file') : t('config.field', { field: String(field) });
};

const Problems = ({ problems, onDismissProblems }: Pick<Props, 'problems' | 'onDismissProblems'>) => (
  <div class={css['notice']}>
    <Banner tone="warn" dismissLabel={t('action.dismiss')} onDismiss={onDismissProblems}>
      <strong>{t('config.title')}</strong>
      {problems.map((problem, index) => (
        <p key={index}>{problemText(problem)}</p>
      ))}
    </Banner>
  </div>
);

/** What went wrong on the way into a call, other than in the field, which says so itself. */
type Trouble = 'none' | 'pasted-wrong' | 'recent-broken' | 'scan-not-loaded';

const troubleText = (trouble: Trouble): string => {
  switch (trouble) {
    case 'none':
      return '';
    case 'pasted-wrong':
      return t('landing.pastedWrong');
    case 'recent-broken':
      return t('recent.broken');
    case 'scan-not-loaded':
      return t('scan.notLoaded');
  }
};

export const Landing = (props: Props) => {
  const { instanceName, problems, hasForgotten, countRelays, openCamera, onNewCall } = props;
  const { open, question } = useForeignLink(props);
  const device = useDevice();
  const [text, setText] = useState('');
  const [trouble, setTrouble] = useState<Trouble>('none');
  const [isScanning, setScanning] = useState(false);
  // Rubbish is not put on the screen: a clipboard may hold a password.
  usePasted((pasted) => setTrouble(open(pasted) ? 'none' : 'pasted-wrong'));

  const openRecent = ({ secret, name }: RecentCall): void => {
    if (open(secret, name)) return;
    device.forgetRecentCall(secret);
    setTrouble('recent-broken');
  };

  return (
    <div class={css['landing']} data-recent={device.recentCalls.value.length > 0 ? '' : undefined}>
      <div class={css['sky']}>
        <Murmuration size="large" />
      </div>
      <header class={css['header']}>
        <Brand name={instanceName} />
        <SettingsDoor />
      </header>
      <main class={css['main']}>
        {problems.length > 0 && <Problems {...props} />}
        {hasForgotten && (
          <p class={css['forgotten']} role="status">
            {t('landing.forgotten')}
          </p>
        )}
        <h1 class={css['title']}>{t('landing.title')}</h1>
        <p class={css['lead']}>{t('landing.lead')}</p>
        <div class={css['actions']}>
          <Button look="accent" size="large" icon="camera" onClick={onNewCall}>
            {t('action.newCall')}
          </Button>
          <p class={css['or']}>
            <span>{t('landing.or')}</span>
          </p>
          <LinkForm text={text} onText={setText} onOpen={open} />
          {question}
          {openCamera && (
            <div class={css['scan']}>
              <Button look="quiet" icon="scan" onClick={() => setScanning(true)}>
                {t('scan.open')}
              </Button>
            </div>
          )}
          <p class={css['trouble']} role="alert">
            {troubleText(trouble)}
          </p>
          <RecentList onOpen={openRecent} />
        </div>
      </main>
      <footer class={css['footer']}>
        <p>{t('landing.foot')}</p>
        <div class={css['facts']}>
          {countRelays && <RelayNews countRelays={countRelays} />}
          <PrivacyLink />
        </div>
      </footer>
      {isScanning && openCamera && (
        <Boundary
          fallback={() => null}
          onError={() => {
            setScanning(false);
            setTrouble('scan-not-loaded');
          }}
        >
          <ScanDialog
            props={{
              openCamera,
              onClose: () => setScanning(false),
              onText: (scanned) => {
                const isLink = open(scanned);
                // At once: the green room wants the camera next.
                if (isLink) setScanning(false);
                return isLink;
              },
            }}
          />
        </Boundary>
      )}
    </div>
  );
};
