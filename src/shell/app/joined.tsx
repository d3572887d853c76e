// What comes once somebody is in the call: the stage, and what the device knows of the call. Loaded while the person
// looks into the mirror.

import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { PresencePorts } from '#core/ports/presence.ts';
import { computed, type ReadonlySignal } from '@preact/signals-core';
import type { Call } from '#engine/call/api.ts';
import { chat, hands } from '#features/registry.ts';
import { useScreenPorts } from '#screens/ports/screen-ports.ts';
import { Stage } from '#screens/stage/stage.tsx';
import { startPresence } from '#shell/presence/start-presence.ts';
import { noNews, type Happening, type News } from '#shell/presence/watch-news.ts';
import { errorText, t } from '#ui/i18n/t.ts';
import { shortName } from '#ui/kit/person-name.ts';
import { pageTitle } from './page-title.ts';

interface Props {
  readonly call: Call;
  readonly instanceName: string;
  readonly roomName: string;
  readonly link: string;
  /** Undefined where nobody outside the page is to hear of the call. */
  readonly presence: PresencePorts | undefined;
  onPanelError(error: unknown): void;
}

/** How many of the others have a hand up. */
const raisedHandsOf = (call: Call): ReadonlySignal<number> => {
  const model = call.feature(hands);
  return computed(() => model?.order.value.filter(({ person }) => person !== call.selfId).length ?? 0);
};

/** While joined, the device knows of the call; gives back what happened while nobody looked. */
const usePresence = ({ call, instanceName, roomName, presence }: Props): News => {
  const { sounds } = useScreenPorts();
  const [news, setNews] = useState(noNews);
  // A layout effect: its end must not wait for a paint that a hidden page never gets.
  useLayoutEffect(() => {
    if (!presence) return undefined;
    return startPresence({
      call,
      title: roomName || instanceName,
      ports: presence,
      sounds,
      unread: call.feature(chat)?.unread,
      raisedHands: raisedHandsOf(call),
      nowMs: () => performance.now(),
      onNews: setNews,
    });
  }, [call, instanceName, roomName, presence, sounds]);
  return news;
};

const wordsOf = (last: Happening): string => {
  switch (last.is) {
    case 'arrived':
      return t('notice.arrived', { name: shortName(last.name, last.id) });
    case 'lost':
      return t('notice.lost', { name: shortName(last.name, last.id) });
    case 'hand':
      return t('notice.someHand');
    case 'unplugged': {
      const device = t(`device.${last.kind}`);
      return t('device.problem', { device, title: errorText('media/unplugged', 'title') });
    }
  }
};

/** From joining to the end. */
export const Joined = (props: Props) => {
  const { call, instanceName, roomName, link, onPanelError } = props;
  const news = usePresence(props);
  const count = (call.feature(chat)?.unread.value ?? 0) + news.count;
  const text = news.last ? wordsOf(news.last) : '';
  useEffect(() => {
    document.title = pageTitle(instanceName, roomName, { count, text });
  }, [instanceName, roomName, count, text]);
  return <Stage call={call} roomName={roomName} link={link} onPanelError={onPanelError} />;
};
