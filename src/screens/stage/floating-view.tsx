// What the small window shows: one person or screen, the number of the others, and the three controls that cannot wait.

import type { ReadonlySignal } from '@preact/signals';
import { render } from 'preact';
import type { Call } from '#engine/call/api.ts';
import type { Stop } from '#core/base/scope.ts';
import { DeviceToggles } from '#screens/words/device-toggles.tsx';
import texts from '#ui/i18n/locales/en/floating.json';
import { addTexts, t } from '#ui/i18n/t.ts';
import { Avatar } from '#ui/kit/avatar.tsx';
import { shownName } from '#ui/kit/person-name.ts';
import { RoundButton } from '#ui/kit/round-button.tsx';
import { Video } from '#ui/kit/video.tsx';
import type { PageWindows } from './float-stage.ts';
import { openPageWindow } from './page-window.ts';
import { screenTile, selfTile } from './plan-stage.ts';
import type { StageModel } from './stage-model.ts';
import css from './floating-view.module.css';

addTexts(texts);

interface Props {
  readonly call: Call;
  readonly model: StageModel;
  /** The own picture is seen as in a mirror. */
  readonly isMirrored: ReadonlySignal<boolean>;
}

interface Shown {
  readonly id: string;
  readonly name: string;
  readonly stream: MediaStream | null;
  readonly isScreen: boolean;
  readonly isPicture: boolean;
  readonly isMirrored?: boolean;
}

/** Whoever is large, else whoever speaks, else whoever came first; oneself when alone. */
const shownOf = ({ call, model, isMirrored }: Props): Shown => {
  const people = call.people.value;
  const large = model.plan.value.large.at(-1);
  const sharing = people.find(({ id }) => screenTile(id) === large);
  if (sharing) {
    const name = shownName(sharing.name.value, sharing.id);
    return { id: sharing.id, name, stream: sharing.screen.value, isScreen: true, isPicture: true };
  }
  const person =
    people.find(({ id }) => id === large) ?? people.find(({ id }) => id === call.speaker.value) ?? people[0];
  if (person && large !== selfTile) {
    return {
      id: person.id,
      name: shownName(person.name.value, person.id),
      stream: person.stream.value,
      isScreen: false,
      isPicture: person.isCameraOn.value,
    };
  }
  return {
    id: call.selfId,
    name: t('tile.you'),
    stream: call.media.preview.value,
    isScreen: false,
    isPicture: call.media.camera.value.is === 'on',
    isMirrored: isMirrored.value && call.media.facing.value !== 'environment',
  };
};

const FloatingView = (props: Props) => {
  const { call } = props;
  const { id, name, stream, isScreen, isPicture, isMirrored = false } = shownOf(props);
  const others = call.people.value.length - 1;
  return (
    <div class={css['view']}>
      <div class={css['picture']}>
        {!isScreen && <Avatar id={id} name={name} />}
        {/* Its sound comes from the stage. */}
        <Video stream={stream} isMuted isMirrored={isMirrored} isWhole={isScreen} isShown={isPicture} label={name} />
        <p class={css['name']}>
          <bdi>{name}</bdi>
          {others > 0 && <span> {t('floating.others', { count: others })}</span>}
        </p>
      </div>
      <div class={css['controls']}>
        <DeviceToggles media={call.media} />
        <RoundButton icon="leave" look="danger" label={t('stage.leave')} onClick={() => call.leave()} />
      </div>
    </div>
  );
};

/** Fills `root` until the returned function is called. */
const showFloating = (root: HTMLElement, props: Props): Stop => {
  render(<FloatingView {...props} />, root);
  return () => render(null, root);
};

/** Opens the small window, until it or the stage is closed. Needs a click. Never rejects. */
export const openFloating = (windows: PageWindows, props: Props): Promise<void> =>
  openPageWindow(windows, (root) => showFloating(root, props));
