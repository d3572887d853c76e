// A link that leads to a call on another page: nobody would be found here, so the person is asked whether to go there.

import { useState } from 'preact/hooks';
import { t } from '#ui/i18n/t.ts';
import { Banner } from '#ui/kit/banner.tsx';

/** Where `text` leads, when it is the address of a page that is not on `origin`. */
export const foreignPage = (text: string, origin: string): URL | undefined => {
  const address = text.replace(/^[\s<>"'“”]+|[\s<>"'“”]+$/g, '');
  if (!/^https?:/i.test(address) || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  return url.origin === origin ? undefined : url;
};

interface Doors {
  isCallLink(text: string): boolean;
  onOpenLink(text: string, name?: string): boolean;
}

/** `open` in place of `onOpenLink`; `question` is to be shown. */
export const useForeignLink = ({ isCallLink, onOpenLink }: Doors) => {
  const [page, setPage] = useState<URL>();
  const open = (text: string, name?: string): boolean => {
    const foreign = isCallLink(text) ? foreignPage(text, location.origin) : undefined;
    setPage(foreign);
    return foreign !== undefined || onOpenLink(text, name);
  };
  const question = page && (
    <Banner tone="warn" dismissLabel={t('action.dismiss')} onDismiss={() => setPage(undefined)}>
      <p>{t('landing.foreign', { host: page.host })}</p>
      <p>
        <a href={page.href}>{t('landing.foreignGo', { host: page.host })}</a>
      </p>
    </Banner>
  );
  return { open, question: <div role="status">{question}</div> };
};
