// What is wrong with a device, and what to do about it.

import type { Call } from '#engine/call/api.ts';
import { t } from '#ui/i18n/t.ts';
import { Banner } from '#ui/kit/banner.tsx';
import { Boundary } from '#ui/kit/boundary.tsx';
import { lazy } from '#ui/kit/lazy.ts';
import { deviceTroubles, type DeviceTrouble } from '#screens/words/device-words.ts';

interface Props {
  readonly call: Call;
}

const AllowSteps = lazy(async () => (await import('./allow-steps.tsx')).AllowSteps);

const Denied = ({ trouble }: { readonly trouble: DeviceTrouble }) => (
  <>
    <strong>{trouble.title}.</strong> {trouble.why} {t('greenRoom.joinWithout')}
    {/* Steps that can't be loaded leave the plain advice. */}
    <Boundary fallback={() => ` ${trouble.fix}`}>
      <AllowSteps props={{}} />
    </Boundary>
  </>
);

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
