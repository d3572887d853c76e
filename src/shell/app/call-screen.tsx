// The screen that fits the state of the call: green room, stage, ended.

import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { PresencePorts } from '#core/ports/presence.ts';
import type { Call } from '#engine/call/api.ts';
import { GreenRoom } from '#screens/green-room/green-room.tsx';
import { t } from '#ui/i18n/t.ts';
import { Boundary } from '#ui/kit/boundary.tsx';
import { lazy } from '#ui/kit/lazy.ts';
import { createCompany } from './company.ts';
import type { InstallOffer } from './install-offer.ts';
import { pageTitle } from './page-title.ts';
import { PlainEnd } from './plain-end.tsx';
import { reloadPorts, stageCame, StageWait } from './stage-wait.tsx';
import { Waiting } from './waiting.tsx';

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

const Joined = lazy(async () => (await import('./joined.tsx')).Joined);
const Ended = lazy(async () => (await import('#screens/ended/ended.tsx')).Ended);

/** How many others were there; it counts from the green room to the end. */
const useCompany = (call: Call): number => {
  const [company] = useState(() => createCompany(call));
  useLayoutEffect(() => () => company[Symbol.dispose](), [company]);
  return company.count.value;
};

export const CallScreen = (props: Props) => {
  const { call, instanceName, roomName, link, presence, offer, onRejoin, onNewCall, onPanelError } = props;
  const others = useCompany(call);
  const state = call.state.value;
  useEffect(() => {
    Joined.load().then(
      () => stageCame(reloadPorts),
      // Told by the drawing of it, which asks again.
      () => {},
    );
  }, []);
  const isJoined = state.is === 'joined';
  useEffect(() => {
    if (!isJoined) document.title = pageTitle(instanceName, roomName);
  }, [instanceName, roomName, isJoined]);
  switch (state.is) {
    case 'green-room':
      return <GreenRoom call={call} instanceName={instanceName} roomName={roomName} link={link} />;
    case 'joined':
      return (
        <Joined
          props={{ call, instanceName, roomName, link, presence, onPanelError }}
          fallback={<StageWait ports={reloadPorts} />}
        />
      );
    case 'ended':
      return (
        <Boundary fallback={() => <PlainEnd onRejoin={onRejoin} onNewCall={onNewCall} />} onError={onPanelError}>
          <Ended
            props={{ instanceName, durationMs: state.durationMs, others, offer, onRejoin, onNewCall }}
            fallback={<Waiting text={t('ended.title')} />}
          />
        </Boundary>
      );
  }
};
