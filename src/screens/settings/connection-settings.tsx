// How paths to people are found: own TURN servers, and whether to hide behind them.

import { useRef, useState } from 'preact/hooks';
import { completeTurnUrl, findTurnFault, turnHost, type TurnFault } from '#core/base/turn-server.ts';
import { maxTurnServers } from '#screens/prefs/turn-servers.ts';
import { useTurn } from '#screens/prefs/turn-context.ts';
import { usePrefs } from '#screens/prefs/use-prefs.ts';
import { t } from '#ui/i18n/t.ts';
import { Button } from '#ui/kit/button.tsx';
import { Switch } from '#ui/kit/switch.tsx';
import { TextField } from '#ui/kit/text-field.tsx';
import css from './settings.module.css';

interface DoneProps {
  onDone(): void;
}

const empty = { url: '', username: '', credential: '' };

const AddServer = ({ onDone }: DoneProps) => {
  const turn = useTurn();
  const [typed, setTyped] = useState(empty);
  const [fault, setFault] = useState<TurnFault>();
  const form = useRef<HTMLFormElement>(null);
  const fieldOf = (field: TurnFault) => ({
    value: typed[field],
    error: fault === field ? t(`settings.turnFault.${field}`) : undefined,
    onText: (text: string) => {
      setFault(undefined);
      setTyped((before) => ({ ...before, [field]: text }));
    },
  });
  const add = (event: Event): void => {
    event.preventDefault();
    const { username, credential } = typed;
    const server = { url: completeTurnUrl(typed.url), username: username.trim(), credential };
    const found = findTurnFault(server);
    setFault(found);
    if (found)
      return form.current?.querySelectorAll('input')[['url', 'username', 'credential'].indexOf(found)]?.focus();
    turn.add(server);
    setTyped(empty);
    onDone();
  };
  return (
    <form ref={form} class={css['server']} onSubmit={add} noValidate>
      <TextField
        label={t('settings.turnUrl')}
        placeholder="turn:turn.example.org:3478"
        inputMode="url"
        autoCapitalize="none"
        spellcheck={false}
        dir="ltr"
        maxLength={300}
        {...fieldOf('url')}
      />
      <p class={css['soft']}>{t('settings.turnUrlHint')}</p>
      <TextField
        label={t('settings.turnUser')}
        autoCapitalize="none"
        spellcheck={false}
        dir="ltr"
        maxLength={500}
        {...fieldOf('username')}
      />
      <TextField label={t('settings.turnPassword')} isSecret dir="ltr" maxLength={500} {...fieldOf('credential')} />
      <Button type="submit">{t('settings.turnAdd')}</Button>
    </form>
  );
};

const OwnServers = ({ onDone }: DoneProps) => {
  const turn = useTurn();
  const servers = turn.own.value;
  if (servers.length === 0) return null;
  return (
    <ul class={css['servers']} aria-label={t('settings.turnList')}>
      {servers.map(({ url }) => (
        <li key={url}>
          <code dir="ltr">{url}</code>
          <Button
            look="quiet"
            aria-label={t('settings.turnRemove', { host: turnHost(url) ?? '' })}
            onClick={() => {
              turn.remove(url);
              onDone();
            }}
          >
            {t('settings.turnRemoveShort')}
          </Button>
        </li>
      ))}
    </ul>
  );
};

const HideAddress = () => {
  const prefs = usePrefs();
  const isKnown = useTurn().isAnyKnown.value;
  const isOn = prefs.values.hidesAddress.value;
  const hint = isKnown ? t('settings.hideHint') : t(isOn ? 'settings.hideStuck' : 'settings.hideNoServer');
  return (
    <Switch
      label={t('settings.hide')}
      hint={hint}
      isOn={isOn}
      // Whoever hides can always stop.
      isDisabled={!isKnown && !isOn}
      onToggle={(next) => prefs.set('hidesAddress', next)}
    />
  );
};

export const ConnectionSettings = () => {
  const turn = useTurn();
  const [outcome, setOutcome] = useState<'none' | 'added' | 'removed'>('none');
  const ref = useRef<HTMLDivElement>(null);
  const isFull = turn.own.value.length >= maxTurnServers;
  const done = (what: typeof outcome): void => {
    setOutcome(what);
    // What was pressed may go away: the focus stays here.
    ref.current?.focus();
  };
  return (
    <div ref={ref} class={css['connection']} tabIndex={-1} role="group" aria-label={t('settings.connection')}>
      <p class={css['soft']}>{t('settings.turnLead')}</p>
      <OwnServers onDone={() => done('removed')} />
      {isFull ? (
        <p class={css['soft']}>{t('settings.turnFull', { count: maxTurnServers })}</p>
      ) : (
        <AddServer onDone={() => done('added')} />
      )}
      <p class={css['soft']} role="status">
        {outcome === 'added' && t('settings.turnAdded')}
        {outcome === 'removed' && t('settings.turnRemoved')}
      </p>
      <HideAddress />
    </div>
  );
};
