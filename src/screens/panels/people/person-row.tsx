// One person in the list: who they are, how they are doing, and what we hear of them.

import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { PersonId } from '#core/base/ids.ts';
import type { Call, Participant } from '#engine/call/api.ts';
import { useScreenPorts } from '#screens/ports/screen-ports.ts';
import { isWanted } from '#screens/words/device-words.ts';
import { connectionWords, nameOf } from '#screens/words/person-words.ts';
import { formatPercent, t } from '#ui/i18n/t.ts';
import { Avatar } from '#ui/kit/avatar.tsx';
import { Button } from '#ui/kit/button.tsx';
import { Icon, type IconName } from '#ui/kit/icon.tsx';
import { shownName } from '#ui/kit/person-name.ts';
import { RoundButton } from '#ui/kit/round-button.tsx';
import css from './person-row.module.css';

/** A sign with the words for whoever doesn't see it. */
const Sign = ({ icon, words }: { readonly icon: IconName; readonly words: string }) => (
  <span class={css['sign']} role="img" aria-label={words}>
    <Icon name={icon} />
  </span>
);

/** Alone with the level, so that a voice renders three bars and nothing else. */
const VoiceMark = ({ level }: { readonly level: Participant['level'] }) => (
  <span
    class={css['voice']}
    role="img"
    aria-label={t('people.speaking')}
    style={{ '--level': String(Math.max(0.2, level.value)) }}
  >
    <span />
    <span />
    <span />
  </span>
);

interface FaceProps {
  readonly id: PersonId;
  /** As they gave it, for the initials. */
  readonly givenName: string;
  readonly name: string;
  readonly isSelf?: boolean;
  /** 1 is first in line, 0 is no hand. */
  readonly handPlace: number;
  readonly isSpeaking: boolean;
  readonly level: Participant['level'];
  readonly isMicrophoneOn: boolean;
  readonly isCameraOn: boolean;
  readonly children?: ComponentChildren;
}

const handWords = (place: number): string =>
  place === 1 ? t('people.handFirst') : t('people.handPlace', { place: String(place) });

/** Spans only: it may stand in a button. */
const Face = (props: FaceProps) => (
  <span class={css['face']}>
    <span class={css['portrait']} data-speaking={props.isSpeaking ? '' : undefined}>
      <Avatar id={props.id} name={props.givenName} />
      {props.handPlace > 0 && (
        <span class={css['place']} aria-hidden="true">
          {props.handPlace}
        </span>
      )}
    </span>
    <span class={css['words']}>
      <span class={css['line']}>
        <bdi class={css['name']}>{props.name}</bdi> {props.isSelf && <span class={css['you']}>{t('people.you')}</span>}
      </span>
      <span class={css['status']}>
        {props.isSpeaking && props.isMicrophoneOn && <VoiceMark level={props.level} />}
        {!props.isMicrophoneOn && <Sign icon="microphone-off" words={t('people.microphoneOff')} />}
        {!props.isCameraOn && <Sign icon="camera-off" words={t('people.cameraOff')} />}
        {props.handPlace > 0 && <span class={css['hand']}>{handWords(props.handPlace)}</span>}
        {props.children}
      </span>
    </span>
  </span>
);

/** What is worth a word about the connection, or about what we do with their sound. */
const Remarks = ({ person, carrierName }: Pick<Props, 'person' | 'carrierName'>) => {
  const trouble = connectionWords(person.connection.value);
  if (trouble) return <span class={css['trouble']}>{trouble}</span>;
  const quality = person.quality.value;
  return (
    <>
      {carrierName !== undefined && <span>{t('people.through', { name: carrierName })}</span>}
      {person.isMutedForMe.value && <span>{t('people.muted')}</span>}
      {quality === 'fair' && <span>{t('people.qualityFair')}</span>}
      {quality === 'poor' && <span class={css['trouble']}>{t('people.qualityPoor')}</span>}
      {person.isSameDevice.value && <span>{t('people.otherWindow')}</span>}
    </>
  );
};

const step = 0.05;

const Volume = ({ person, name }: { readonly person: Participant; readonly name: string }) => {
  const id = useId();
  const volume = person.isMutedForMe.value ? 0 : person.volume.value;
  return (
    <div class={css['volume']}>
      <label for={id}>{t('people.volume')}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={1}
        step={step}
        value={volume}
        aria-label={t('people.volumeOf', { name })}
        aria-valuetext={formatPercent(volume)}
        onInput={(event) => {
          person.setVolume(event.currentTarget.valueAsNumber);
          // Who moves the slider wants to hear something.
          person.setMutedForMe(false);
        }}
      />
      <output for={id}>{formatPercent(volume)}</output>
    </div>
  );
};

interface Props {
  readonly person: Participant;
  readonly handPlace: number;
  /** Who carries what goes between us. */
  readonly carrierName: string | undefined;
  readonly isPinned: boolean;
  onDetails(id: PersonId): void;
  onPin(id: PersonId): void;
}

export const PersonRow = ({ person, handPlace, carrierName, isPinned, onDetails, onPin }: Props) => {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const { canSetVolume } = useScreenPorts();
  const name = nameOf(person);
  const isMuted = person.isMutedForMe.value;
  const isConnected = person.connection.value.is === 'connected';
  return (
    <li class={css['row']} data-open={isOpen ? '' : undefined} data-person={name}>
      <button
        type="button"
        class={css['summary']}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <Face
          id={person.id}
          givenName={person.name.value}
          name={name}
          handPlace={handPlace}
          isSpeaking={person.isSpeaking.value}
          level={person.level}
          // What they have on is known once they are there.
          isMicrophoneOn={!isConnected || person.isMicrophoneOn.value}
          isCameraOn={!isConnected || person.isCameraOn.value || person.isPicturePaused.value}
        >
          <Remarks person={person} carrierName={carrierName} />
        </Face>
        <Icon name={isOpen ? 'chevron-up' : 'chevron-down'} />
      </button>
      <RoundButton
        icon={isMuted ? 'sound-off' : 'sound'}
        look="bare"
        hintAt="start"
        label={isMuted ? t('people.unmute', { name }) : t('people.mute', { name })}
        data-muted={isMuted ? '' : undefined}
        onClick={() => person.setMutedForMe(!isMuted)}
      />
      <div id={id} class={css['more']} hidden={!isOpen}>
        {isOpen && (
          <>
            {canSetVolume && <Volume person={person} name={name} />}
            <Button icon="pin" onClick={() => onPin(person.id)}>
              {isPinned ? t('people.unpin') : t('people.pin')}
            </Button>
            <Button icon="info" aria-label={t('people.detailsOf', { name })} onClick={() => onDetails(person.id)}>
              {t('people.details')}
            </Button>
          </>
        )}
      </div>
    </li>
  );
};

export const SelfRow = ({ call, handPlace }: { readonly call: Call; readonly handPlace: number }) => {
  const { media } = call;
  const name = shownName(call.name.value, call.selfId);
  const isMicrophoneOn = isWanted(media.microphone.value);
  return (
    <li class={css['row']} data-person={name} data-self>
      <Face
        id={call.selfId}
        givenName={call.name.value}
        name={name}
        isSelf
        handPlace={handPlace}
        isSpeaking={media.isSpeaking.value}
        level={media.level}
        isMicrophoneOn={isMicrophoneOn}
        isCameraOn={isWanted(media.camera.value)}
      />
    </li>
  );
};
