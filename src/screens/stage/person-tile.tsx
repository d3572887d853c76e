// Somebody else, and the screen that they share.

import { useRef } from 'preact/hooks';
import type { Participant } from '#engine/call/api.ts';
import { knownName, nameOf } from '#screens/words/person-words.ts';
import { t } from '#ui/i18n/t.ts';
import { Icon } from '#ui/kit/icon.tsx';
import type { MenuItem } from '#ui/kit/menu-items.ts';
import type { TileBox } from './plan-grid.ts';
import { screenTile } from './plan-stage.ts';
import type { StageModel } from './stage-model.ts';
import { TileMenu } from './tile-menu.tsx';
import { Tile, type TileSound } from './tile.tsx';
import { TileStatus } from './tile-status.tsx';
import { TileExtras, TileSigns, type TileLife } from './tile-life.tsx';
import css from './tile.module.css';

interface Props {
  readonly person: Participant;
  readonly model: StageModel;
  readonly box: TileBox | undefined;
  readonly speaker: string;
  readonly life: TileLife;
  /** Who carries what goes between us. */
  readonly carrierName: string | undefined;
  onBlocked(retry: () => void): void;
}

/** In place of a picture that stands: it will be back by itself. */
const PausedPicture = () => (
  <div class={css['status']} data-tone="faint">
    <p>{t('tile.picturePaused')}</p>
  </div>
);

/** Another window of this very person says so: the name alone would puzzle. */
const captionOf = (person: Participant): string =>
  person.isSameDevice.value ? t('tile.inOtherWindow', { name: nameOf(person) }) : nameOf(person);

const soundOf = (person: Participant, { speaker, onBlocked }: Pick<Props, 'speaker' | 'onBlocked'>): TileSound => ({
  volume: person.isMutedForMe.value ? 0 : person.volume.value,
  speaker,
  onBlocked,
});

/** Only when it is not good: a sign that is always there tells nothing. */
const Quality = ({ person }: { readonly person: Participant }) => {
  const quality = person.quality.value;
  if (quality !== 'fair' && quality !== 'poor') return null;
  return (
    <span class={css['quality']} data-quality={quality} role="img" aria-label={t(`tile.quality.${quality}`)}>
      <i />
      <i />
      <i />
    </span>
  );
};

const showDetails = ({ id }: Participant, model: StageModel): void => model.open({ is: 'details', person: id });

const menuOf = (person: Participant, model: StageModel): readonly MenuItem[] => [
  {
    kind: 'check',
    label: t('tile.muteForMe'),
    isOn: person.isMutedForMe.value,
    run: () => person.setMutedForMe(!person.isMutedForMe.peek()),
  },
  {
    kind: 'action',
    label: t('tile.details'),
    icon: 'info',
    run: () => showDetails(person, model),
  },
];

export const PersonTile = ({ person, model, box, speaker, life, carrierName, onBlocked }: Props) => {
  const ref = useRef<HTMLLIElement>(null);
  const caption = captionOf(person);
  const isCameraOn = person.isCameraOn.value && person.stream.value !== null;
  return (
    <Tile
      tileRef={ref}
      id={person.id}
      name={knownName(person)}
      caption={caption}
      box={box}
      stream={person.stream.value}
      sound={soundOf(person, { speaker, onBlocked })}
      isCameraOn={isCameraOn}
      isMicrophoneOn={person.isMicrophoneOn.value}
      isPinned={model.pinned.value === person.id}
      isSpeaking={person.isSpeaking.value && person.isMicrophoneOn.value}
      connection={person.connection.value.is}
      signs={
        <>
          {carrierName !== undefined && <span class={css['through']}>{t('tile.through', { name: carrierName })}</span>}
          {person.isMutedForMe.value && (
            <span class={css['sign']} role="img" aria-label={t('tile.mutedForMe')}>
              <Icon name="sound-off" />
            </span>
          )}
          <Quality person={person} />
          <TileSigns id={person.id} life={life} />
        </>
      }
      menu={
        <TileMenu
          model={model}
          tile={person.id}
          label={t('tile.menu', { name: caption })}
          tileRef={ref}
          hasPicture={isCameraOn}
          more={() => menuOf(person, model)}
        />
      }
    >
      <TileStatus person={person} onDetails={() => showDetails(person, model)} />
      {person.connection.value.is === 'connected' && person.isPicturePaused.value && <PausedPicture />}
      <TileExtras id={person.id} life={life} />
    </Tile>
  );
};

/** What this person shares, with its sound. */
export const ScreenTile = ({ person, model, box, speaker, onBlocked }: Omit<Props, 'life' | 'carrierName'>) => {
  const ref = useRef<HTMLLIElement>(null);
  const name = nameOf(person);
  const caption = t('tile.screenOf', { name });
  return (
    <Tile
      tileRef={ref}
      id={person.id}
      name={name}
      caption={caption}
      kind="screen"
      box={box}
      stream={person.screen.value}
      sound={soundOf(person, { speaker, onBlocked })}
      isCameraOn
      isMicrophoneOn
      isPinned={model.pinned.value === screenTile(person.id)}
      connection={person.connection.value.is}
      menu={
        <TileMenu
          model={model}
          tile={screenTile(person.id)}
          label={t('tile.menu', { name: caption })}
          tileRef={ref}
          hasPicture
        />
      }
    />
  );
};
