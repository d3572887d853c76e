// The screen that fits the state of the call: green room, stage, ended.

import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { PresencePorts } from '#core/ports/presence.ts';
import { computed, type ReadonlySignal } from '@preact/signals-core';
import type { Call } from '#engine/call/api.ts';
import { chat, hands } from '#features/registry.ts';
import { Ended } from '#screens/ended/ended.tsx';
import { GreenRoom } from '#screens/green-room/green-room.tsx';
import { useScreenPorts } from '#screens/ports/screen-ports.ts';
import { startPresence } from '#shell/presence/start-presence.ts';
import { noNews, type News } from '#shell/presence/watch-news.ts';
import { t } from '#ui/i18n/t.ts';
import { lazy } from '#ui/kit/lazy.ts';
import { shortName } from '#ui/kit/person-name.ts';
import { createCompany } from './company.ts';
import type { InstallOffer } from './install-offer.ts';
import { Waiting } from './waiting.tsx';
import { pageTitle } from './page-title.ts';

interface Props {
  readonly call: Call;
  readonly instanceName: string;
  readonly roomName: string;
  readonly link: string;
  /** Undefined where nobody outside the page is to hear of the call. */
  readonly presence: PresencePorts | undefined;
  readonly offer: InstallOffer;
  onRejoin(): void;
  onNewCall(): void;
  onPanelError(error: unknown): void;
}

const Stage = lazy(async () => (await import('#screens/stage/stage.tsx')).Stage);

/** How many of the others have a hand up. */
const raisedHandsOf = (call: Call): ReadonlySignal<number> => {
  const model = call.feature(hands);
  return computed(() => model?.order.value.filter(({ person }) => person !== call.selfId).length ?? 0);
};

/** While joined, the device knows of the call; gives back what happened while nobody looked. */
const usePresence = ({ call, instanceName, roomName, presence }: Props): News => {
  const { sounds } = useScreenPorts();
  const [news, setNews] = useState(noNews);
  const isJoined = call.state.value.is === 'joined';
  // A layout effect: its end must not wait for a paint that a hidden page never gets.
  useLayoutEffect(() => {
    if (!presence || !isJoined) return undefined;
    const stop = startPresence({
      call,
      title: roomName || instanceName,
      ports: presence,
      sounds,
      unread: call.feature(chat)?.unread,
      raisedHands: raisedHandsOf(call),
      nowMs: () => performance.now(),
      onNews: setNews,
    });
    return () => {
      stop();
      setNews(noNews);
    };
  }, [call, instanceName, roomName, presence, sounds, isJoined]);
  return news;
};

/** How many others were there; it counts from the green room to the end. */
const useCompany = (call: Call): number => {
  const [company] = useState(() => createCompany(call));
  useLayoutEffect(() => () => company[Symbol.dispose](), [company]);
  return company.count.value;
};

export const CallScreen = (props: Props) => {
  const { call, instanceName, roomName, link, offer, onRejoin, onNewCall, onPanelError } = props;
  const others = useCompany(call);
  const state = call.state.value;
  const unread = state.is === 'joined' ? (call.feature(chat)?.unread.value ?? 0) : 0;
  const { arrivals, last } = usePresence(props);
  const count = unread + arrivals;
  const text = last ? t('notice.arrived', { name: shortName(last.name, last.id) }) : '';
  // The stage is loaded while the person looks into the mirror.
  useEffect(() => Stage.preload(), []);
  useEffect(() => {
    document.title = pageTitle(instanceName, roomName, { count, text });
  }, [instanceName, roomName, count, text]);
  switch (state.is) {
    case 'green-room':
      return <GreenRoom call={call} instanceName={instanceName} roomName={roomName} link={link} />;
    case 'joined':
      return <Stage props={{ call, roomName, link, onPanelError }} fallback={<Waiting />} />;
    case 'ended':
      return (
        <Ended
          instanceName={instanceName}
          why={state.why}
          durationMs={state.durationMs}
          others={others}
          offer={offer}
          onRejoin={onRejoin}
          onNewCall={onNewCall}
        />
      );
  }
};
