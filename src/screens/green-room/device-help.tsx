// What is wrong with a device, and what to do about it in this very browser.

import type { Call } from '#engine/call/api.ts';
import { t } from '#ui/i18n/t.ts';
import { Banner } from '#ui/kit/banner.tsx';
import { deviceTroubles, type DeviceTrouble } from '#screens/words/device-words.ts';
import { useScreenPorts, type Browser } from '#screens/ports/screen-ports.ts';
import css from './device-help.module.css';

interface Props {
  readonly call: Call;
}

/** How to allow the page its devices again. */
export const allowSteps = (browser: Browser): readonly string[] => {
  switch (browser) {
    case 'chrome':
      return [t('help.chrome.open'), t('help.chrome.allow')];
    case 'edge':
      return [t('help.edge.open'), t('help.edge.allow')];
    case 'firefox':
      return [t('help.firefox.open'), t('help.firefox.allow')];
    case 'safari':
      return [t('help.safari.open'), t('help.safari.allow')];
    case 'chrome-android':
      return [t('help.chromeAndroid.open'), t('help.chromeAndroid.allow')];
    case 'firefox-android':
      return [t('help.firefoxAndroid.open'), t('help.firefoxAndroid.allow')];
    case 'safari-ios':
      return [t('help.safariIos.open'), t('help.safariIos.allow'), t('help.safariIos.reload')];
    case 'app-ios':
      return [t('help.appIos.open'), t('help.appIos.allow'), t('help.appIos.reload')];
    case 'other':
      return [t('help.other.open'), t('help.other.allow')];
  }
};

const Denied = ({ trouble }: { readonly trouble: DeviceTrouble }) => {
  const { browser } = useScreenPorts();
  return (
    <>
      <strong>{trouble.title}.</strong> {trouble.why}
      <ol class={css['steps']}>
        {allowSteps(browser).map((step) => (
          <li key={step}>{step}</li>
        ))}
        <li>{t('help.turnOn')}</li>
      </ol>
      <p class={css['after']}>
        {t('help.system')} {t('greenRoom.joinWithout')}
      </p>
    </>
  );
};

export const DeviceHelp = ({ call }: Props) => (
  <>
    {deviceTroubles(call.media).map((trouble) => (
      <Banner key={trouble.key}>
        {trouble.code === 'media/denied' ? (
          <Denied trouble={trouble} />
        ) : (
          <>
            <strong>{trouble.title}.</strong> {trouble.why} {trouble.fix} {t('greenRoom.joinWithout')}
          </>
        )}
      </Banner>
    ))}
  </>
);
