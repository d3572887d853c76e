// The screen that fits the state of the call: green room, stage, ended.

import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { Call } from '#engine/call/api.ts';
import { chat } from '#features/registry.ts';
import { Ended } from '#screens/ended/ended.tsx';
import { GreenRoom } from '#screens/green-room/green-room.tsx';
import { lazy } from '#ui/kit/lazy.ts';
import { createCompany } from './company.ts';
import type { InstallOffer } from './install-offer.ts';
import { Waiting } from './waiting.tsx';
import { pageTitle } from './page-title.ts';

interface Props {
  readonly call: Call;
  readonly instanceName: string;
  readonly roomName: string;
  readonly link: string;
  readonly offer: InstallOffer;
  onRejoin(): void;
  onNewCall(): void;
  onPanelError(error: unknown): void;
}

const Stage = lazy(async () => (await import('#screens/stage/stage.tsx')).Stage);

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
  // The stage is loaded while the person looks into the mirror.
  useEffect(() => Stage.preload(), []);
  useEffect(() => {
    document.title = pageTitle(instanceName, roomName, unread);
  }, [instanceName, roomName, unread]);
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
