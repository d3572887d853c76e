// What stands beside the people: one panel at a time, each loaded when it is first opened.

import { useEffect, useRef } from 'preact/hooks';
import { t } from '#ui/i18n/t.ts';
import { Boundary } from '#ui/kit/boundary.tsx';
import { Button } from '#ui/kit/button.tsx';
import { focusHeading } from '#ui/kit/focus-heading.ts';
import { lazy } from '#ui/kit/lazy.ts';
import { Panel as Frame } from '#ui/kit/panel.tsx';
import { systemShare } from '#screens/panels/invite/system-share.ts';
import { carrierNameOf } from '#screens/words/person-words.ts';
import type { StageContext } from './stage-context.ts';
import type { Panel } from './stage-model.ts';
import css from './stage.module.css';

interface Props {
  readonly context: StageContext;
  readonly link: string;
  readonly roomName: string;
  /** Hears of a panel that crashed. */
  onError(error: unknown): void;
}

/** The first pictures come first. */
const preloadAfterMs = 2_000;

const ChatPanel = lazy(async () => (await import('#features/chat/chat-panel.tsx')).ChatPanel);
const PeoplePanel = lazy(async () => (await import('#screens/panels/people/people-panel.tsx')).PeoplePanel);
const DetailsPanel = lazy(async () => (await import('#screens/panels/details/details-panel.tsx')).DetailsPanel);
const InvitePanel = lazy(async () => (await import('#screens/panels/invite/invite-panel.tsx')).InvitePanel);
const Settings = lazy(async () => (await import('#screens/settings/settings.tsx')).Settings);

const titles = {
  chat: 'panel.chat',
  people: 'panel.people',
  invite: 'action.invite',
  settings: 'action.settings',
  details: 'tile.details',
} as const;

/** A broken panel says so in its own place, and can be closed like any other. */
const Broken = ({ panel, onRetry, onClose }: { readonly panel: Panel; onRetry(): void; onClose(): void }) => (
  <Frame title={t(titles[panel.is])} onClose={onClose}>
    <div class={css['broken']}>
      <p role="alert">{t('panel.broken')}</p>
      <Button onClick={onRetry}>{t('action.tryAgain')}</Button>
    </div>
  </Frame>
);

const Content = ({ panel, context, link, roomName }: Omit<Props, 'onError'> & { readonly panel: Panel }) => {
  const { call, model, chat, hands } = context;
  const onClose = model.closePanel;
  switch (panel.is) {
    case 'chat':
      return chat ? <ChatPanel props={{ chat, onClose }} /> : null;
    case 'people':
      return (
        <PeoplePanel
          props={{
            call,
            hands: hands?.order.value.map(({ person }) => person) ?? [],
            onInvite: () => model.open({ is: 'invite' }),
            pinned: model.pinned.value,
            onPin: model.togglePin,
            onDetails: (person) => model.open({ is: 'details', person }),
            onClose,
          }}
        />
      );
    case 'invite':
      return <InvitePanel props={{ link, roomName, share: systemShare(), onClose }} />;
    case 'settings':
      return (
        <Frame title={t('action.settings')} onClose={onClose}>
          <Settings props={{ call }} />
        </Frame>
      );
    case 'details': {
      const person = call.people.value.find(({ id }) => id === panel.person);
      return person ? (
        <DetailsPanel
          key={person.id}
          props={{
            call,
            person,
            carrierName: carrierNameOf(person, call.people.value),
            onBack: () => model.open({ is: 'people' }),
            onClose,
          }}
        />
      ) : null;
    }
  }
};

/** A panel whose person has left closes; one that closes gives the focus back to what opened it. */
const useOpening = ({ call, model, chat }: StageContext, panel: Panel | undefined): void => {
  const opener = useRef<HTMLElement | undefined>(undefined);
  const is = panel?.is;
  // While it is being drawn: a panel that is loaded has taken the focus before any effect runs.
  if (is && !opener.current) {
    const { activeElement } = document;
    opener.current = activeElement instanceof HTMLElement ? activeElement : document.body;
  }
  const isGone = panel?.is === 'details' && call.people.value.every(({ id }) => id !== panel.person);
  useEffect(() => {
    if (isGone) model.open({ is: 'people' });
  }, [isGone, model]);
  // What comes while nobody looks at the page is unread, whatever is open on it.
  useEffect(() => {
    const note = (): void => chat?.setOpen(is === 'chat' && document.visibilityState === 'visible');
    note();
    document.addEventListener('visibilitychange', note);
    return () => document.removeEventListener('visibilitychange', note);
  }, [chat, is]);
  useEffect(() => {
    // A tile that fills the screen would cover what was just opened.
    const { fullscreenElement, documentElement } = document;
    if (is && fullscreenElement && fullscreenElement !== documentElement)
      void document.exitFullscreen().catch(() => {});
  }, [is]);
  useEffect(() => {
    if (is) return;
    const before = opener.current;
    opener.current = undefined;
    if (!before) return;
    if (before.isConnected && before !== document.body) before.focus();
    else if (document.activeElement === document.body) focusHeading();
  }, [is]);
};

export const StagePanel = (props: Props) => {
  const { context, onError } = props;
  const panel = context.model.panel.value;
  useOpening(context, panel);
  useEffect(() => {
    const timer = setTimeout(ChatPanel.preload, preloadAfterMs);
    return () => clearTimeout(timer);
  }, []);
  if (!panel) return null;
  return (
    <div class={css['panel']} data-panel={panel.is}>
      <Boundary
        key={panel.is}
        onError={onError}
        fallback={(onRetry) => <Broken panel={panel} onRetry={onRetry} onClose={context.model.closePanel} />}
      >
        <Content {...props} panel={panel} />
      </Boundary>
    </div>
  );
};
