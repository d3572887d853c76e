// The root of everything on screen. Knows which screen is due; the address says which room.

import '#ui/styles/layers.css';
import '#ui/styles/tokens.css';
import '#ui/styles/base.css';

import { render } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { reasonOf } from '#core/base/log.ts';
import { createScope, type Stop } from '#core/base/scope.ts';
import type { RoomLink } from '#engine/signaling/room-link.ts';
import { ScreenPortsContext } from '#screens/ports/screen-ports.ts';
import { DeviceContext } from '#screens/prefs/device-context.ts';
import { TurnContext } from '#screens/prefs/turn-context.ts';
import { PrefsContext } from '#screens/prefs/use-prefs.ts';
import { privacyHash } from '#screens/privacy/privacy-hash.ts';
import { Boundary } from '#ui/kit/boundary.tsx';
import { focusHeadingSoon } from '#ui/kit/focus-heading.ts';
import { lazy } from '#ui/kit/lazy.ts';
import { t } from '#ui/i18n/t.ts';
import { openWebStorage } from '#shell/platform/web-storage.ts';
import type { AppDeps } from './app-deps.ts';
import { CallScreen } from './call-screen.tsx';
import { ErrorView } from './error-view.tsx';
import { followPrefs } from './follow-prefs.ts';
import { createInstallOffer, type InstallOffer } from './install-offer.ts';
import { createMemory, type Memory } from './memory.ts';
import { pageTitle } from './page-title.ts';
import { isRoomless, parseRoute, readableName } from './route.ts';
import { createSession, watchLink, type Session } from './session.ts';
import { createTurn } from './turn.ts';
import { Waiting } from './waiting.tsx';

export type { AppDeps } from './app-deps.ts';

interface Props {
  readonly deps: AppDeps;
  readonly session: Session;
  readonly memory: Memory;
  readonly offer: InstallOffer;
}

const Landing = lazy(async () => (await import('#screens/landing/landing.tsx')).Landing);
const Problem = lazy(async () => (await import('#screens/problem/problem.tsx')).Problem);
const Privacy = lazy(async () => (await import('#screens/privacy/privacy.tsx')).Privacy);

/** What the screen that `hash` asks for is missing, so that the first picture is whole. Never rejects: the screen tries again. */
export const loadScreen = async (hash: string): Promise<void> => {
  if (!isRoomless(hash)) return;
  await (hash === privacyHash ? Privacy : Landing).load().catch(() => {});
};

const addressOf = (deps: AppDeps, link: RoomLink): string =>
  `${location.origin}${location.pathname}${location.search}${deps.formatRoomHash(link)}`;

/** What is shared from here takes nobody's password along unasked. */
const withoutServers = ({ secret, name }: RoomLink): RoomLink => ({ secret, name });

const goTo = (deps: AppDeps, link: RoomLink): void => {
  location.hash = deps.formatRoomHash(link);
};

/** The doors that landing and the problem screen offer. */
const doorsOf = (deps: AppDeps) => ({
  onNewCall: () => goTo(deps, { secret: deps.createRoomSecret(), name: '' }),
  onOpenLink: (text: string, name?: string): boolean => {
    const parsed = deps.parseRoomLink(text);
    if (parsed.ok) goTo(deps, name === undefined ? parsed.value : { ...parsed.value, name });
    return parsed.ok;
  },
  isCallLink: (text: string): boolean => deps.parseRoomLink(text).ok,
});

const Screen = ({ deps, session, memory, offer }: Props) => {
  // Ahead of its time: what keeps a call from happening may be the network.
  useEffect(Problem.preload, []);
  const [isDismissed, setDismissed] = useState(false);
  const [doors] = useState(() => doorsOf(deps));
  const { instanceName } = deps;
  if (deps.obstacle) return <Problem props={{ instanceName, error: deps.obstacle }} />;
  const state = session.state.value;
  switch (state.is) {
    case 'landing':
      return (
        <Landing
          props={{
            instanceName,
            problems: isDismissed ? [] : deps.problems,
            onDismissProblems: () => setDismissed(true),
            hasForgotten: memory.hasForgotten.value,
            countRelays: deps.probeRelays,
            openCamera: deps.openRearCamera,
            ...doors,
          }}
        />
      );
    case 'privacy':
      return <Privacy props={{ instanceName }} />;
    case 'problem':
      return (
        <Problem
          props={{
            instanceName,
            error: state.error,
            ...(state.link ? { onTryAgain: session.tryAgain, onNewCall: doors.onNewCall } : doors),
          }}
        />
      );
    case 'opening':
      return <Waiting text={t('stage.loading')} />;
    case 'call':
      return (
        <CallScreen
          key={state.call}
          call={state.call}
          instanceName={instanceName}
          roomName={readableName(state.link)}
          link={addressOf(deps, withoutServers(state.link))}
          offer={offer}
          onRejoin={session.rejoin}
          onNewCall={doors.onNewCall}
          presence={deps.presence}
          onPanelError={(error) => deps.log.error('panel-crashed', { reason: reasonOf(error) })}
        />
      );
  }
};

/** Which screen is up, as far as the focus is concerned. */
const placeOf = (session: Session): string => {
  const state = session.state.value;
  return state.is === 'call' ? state.call.state.value.is : state.is;
};

const Root = (props: Props) => {
  const { deps, session, memory } = props;
  const ref = useRef<HTMLDivElement>(null);
  const place = placeOf(session);
  const isFirst = useRef(true);
  // A new screen starts at its heading, unless it has put the focus somewhere itself. Not on the first: the page just opened.
  useEffect(() => {
    const { is } = session.state.peek();
    if (is !== 'call') document.title = pageTitle(deps.instanceName, is === 'privacy' ? t('privacy.title') : '');
    if (is !== 'landing') memory.hasForgotten.value = false;
    const stopWaiting = isFirst.current ? undefined : focusHeadingSoon(ref.current);
    isFirst.current = false;
    return stopWaiting;
  }, [place]);
  useLayoutEffect(() => scrollTo(0, 0), [place]);
  const leave = (): void => {
    const state = session.state.peek();
    if (state.is === 'call') state.call.leave();
  };
  return (
    <div ref={ref} style={{ display: 'contents' }}>
      <Boundary
        onError={(error) => deps.log.error('screen-crashed', { reason: reasonOf(error) })}
        fallback={(retry) => (
          <ErrorView
            onShow={retry}
            {...(place === 'joined' && {
              onLeave: () => {
                leave();
                retry();
              },
            })}
          />
        )}
      >
        <Screen {...props} />
      </Boundary>
    </div>
  );
};

/** Shows the app in `root` until the returned function is called. */
export const mountApp = (root: HTMLElement, deps: AppDeps): Stop => {
  const scope = createScope();
  const [local, tab] = [openWebStorage('localStorage'), openWebStorage('sessionStorage')];
  const session = scope.use(createSession({ ...deps, openCall: (link) => deps.openCall(link, turn.ice), seats: tab }));
  const follow = (): void => session.follow(parseRoute(location.hash, deps.parseRoomLink));
  const goHome = (): void => {
    // Without waiting for the event that tells of the new address: what is kept is gone before it comes.
    history.replaceState(null, '', location.pathname + location.search);
    follow();
  };
  const memory = scope.use(
    createMemory({
      local,
      tab,
      session,
      goHome,
      clearStore: async () => deps.clearStore?.(),
      target: window,
      dateMs: Date.now,
    }),
  );
  const turn = createTurn({
    hostServers: deps.iceServers ?? [],
    own: memory.turnServers,
    hidesAddress: memory.prefs.values.hidesAddress,
    link: watchLink(session),
    tab,
  });
  if (!deps.obstacle) {
    scope.listen(globalThis, 'hashchange', follow);
    follow();
  }
  scope.add(followPrefs(memory.prefs, document));
  const offer = createInstallOffer(deps.installer, local);
  const screenPorts = deps.createScreenPorts && scope.use(deps.createScreenPorts(memory.prefs, turn.ice));
  const screens = <Root deps={deps} session={session} memory={memory} offer={offer} />;
  render(
    <PrefsContext.Provider value={memory.prefs}>
      <DeviceContext.Provider value={memory}>
        <TurnContext.Provider value={turn}>
          {screenPorts ? (
            <ScreenPortsContext.Provider value={screenPorts}>{screens}</ScreenPortsContext.Provider>
          ) : (
            screens
          )}
        </TurnContext.Provider>
      </DeviceContext.Provider>
    </PrefsContext.Provider>,
    root,
  );
  scope.add(() => render(null, root));
  return () => scope[Symbol.dispose]();
};
