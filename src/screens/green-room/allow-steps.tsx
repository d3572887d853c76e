// How to allow the page its devices again, in this very browser.

import { useState } from 'preact/hooks';
import texts from '#ui/i18n/locales/en/help.json';
import { addTexts, t } from '#ui/i18n/t.ts';
import { useScreenPorts, type Browser } from '#screens/ports/screen-ports.ts';
import css from './allow-steps.module.css';

addTexts(texts);

/** What to do, one after the other. */
export const allowSteps = (browser: Browser): readonly string[] => {
  switch (browser) {
    case 'chrome':
      return [t('help.chrome.open'), t('help.chrome.allow'), t('help.turnOn')];
    case 'edge':
      return [t('help.edge.open'), t('help.edge.allow'), t('help.turnOn')];
    case 'firefox':
      return [t('help.firefox.open'), t('help.firefox.allow'), t('help.turnOn')];
    case 'safari':
      return [t('help.safari.open'), t('help.safari.allow'), t('help.turnOn')];
    case 'chrome-android':
      return [t('help.chromeAndroid.open'), t('help.chromeAndroid.allow'), t('help.turnOn')];
    case 'firefox-android':
      return [t('help.firefoxAndroid.open'), t('help.firefoxAndroid.allow'), t('help.turnOn')];
    case 'safari-ios':
      return [t('help.safariIos.open'), t('help.safariIos.allow'), t('help.safariIos.reload')];
    case 'app-ios':
      return [t('help.appIos.open'), t('help.appIos.allow'), t('help.appIos.reload')];
    case 'other':
      return [t('help.other.open'), t('help.other.allow'), t('help.turnOn')];
  }
};

/** Where the steps would push the way in out of sight, they wait to be asked for. */
const hasRoom = (): boolean => matchMedia('(min-width: 56.01rem) and (min-height: 30.01rem)').matches;

interface Props {
  /** Shown only when asked for. */
  readonly isFolded?: boolean;
}

export const AllowSteps = ({ isFolded = false }: Props) => {
  const { browser } = useScreenPorts();
  const [isOpen] = useState(() => !isFolded && hasRoom());
  return (
    <details open={isOpen}>
      <summary class={css['summary']}>{t('help.how')}</summary>
      <ol class={css['steps']}>
        {allowSteps(browser).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p class={css['after']}>{t('help.system')}</p>
    </details>
  );
};
