// Whether there is something to say or ask about servers; what it is, is loaded then.

import { useTurn } from '#screens/prefs/turn-context.ts';
import { usePrefs } from '#screens/prefs/use-prefs.ts';
import { Boundary } from '#ui/kit/boundary.tsx';
import { lazy } from '#ui/kit/lazy.ts';

const LinkServers = lazy(async () => (await import('./link-servers.tsx')).LinkServers);

export const ServerLines = () => {
  const turn = useTurn();
  const isStuck = usePrefs().values.hidesAddress.value && !turn.isAnyKnown.value;
  if (!turn.ofLink.value && !isStuck) return null;
  // A question that can't be loaded is a no.
  return (
    <Boundary fallback={() => null}>
      <LinkServers props={{}} />
    </Boundary>
  );
};
