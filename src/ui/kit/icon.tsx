// Our own small set of icons: 24 px, strokes in the colour of the text, decoration only (the control has the name).

import css from './icon.module.css';

const paths = {
  microphone: 'M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3',
  'microphone-off':
    'M4 4l16 16M9 9v2a3 3 0 0 0 4.4 2.6M15 10.5V6a3 3 0 0 0-5.8-1M5.5 11.5a6.5 6.5 0 0 0 10 5.5M18.5 11.5a6.4 6.4 0 0 1-.8 3M12 18v3',
  camera:
    'M6 6.5h6.5a3 3 0 0 1 3 3v5a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3v-5a3 3 0 0 1 3-3zM15.5 10.8l4.2-2.6a.85.85 0 0 1 1.3.7v6.2a.85.85 0 0 1-1.3.7l-4.2-2.6',
  'camera-off':
    'M4 4l16 16M9.8 6.5h2.7a3 3 0 0 1 3 3v2.7M15.5 10.8l4.2-2.6a.85.85 0 0 1 1.3.7v6.2a.85.85 0 0 1-.6.8M15.2 15.7a3 3 0 0 1-2.7 1.8H6a3 3 0 0 1-3-3v-5a3 3 0 0 1 2.6-3',
  chat: 'M6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-4.2 3.6a.5.5 0 0 1-.8-.4V16a2.5 2.5 0 0 1-2-2.5v-7A2.5 2.5 0 0 1 6.5 4z',
  link: 'M10 13.5a4 4 0 0 0 5.7.3l3-3A4 4 0 0 0 13 5.100l-1.300 1.300M14 10.500a4 4 0 0 0-5.700-.300l-3 3A4 4 0 0 0 11 18.900l1.300-1.300',
  leave:
    'M3 13.200c5-4.900 13-4.900 18 0 .5.500.5 1.300.1 1.900l-1.300 1.700c-.4.500-1.100.700-1.700.400l-2.600-1.200a1.400 1.400 0 0 1-.8-1.300v-1.900a11 11 0 0 0-5.400 0v1.900c0 .600-.3 1.100-.8 1.300l-2.600 1.200c-.6.300-1.300.1-1.700-.4l-1.300-1.700c-.4-.6-.4-1.400.1-1.900z',
  close: 'M6.500 6.500l11 11M17.500 6.500l-11 11',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  send: 'M20 4.500L4.300 10.600l6.700 2.900 2.900 6.700zM20 4.500l-9 9',
  sound: 'M4 9.500v5h3.500l4.500 4v-13l-4.500 4zM15.500 9a4 4 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11',
  warn: 'M12 4.500l8.700 15H3.300zM12 10.500v3.500M12 16.800v.1',
  person: 'M12 11.500a3.750 3.750 0 1 0 0-7.500 3.750 3.750 0 0 0 0 7.500zM4.500 20a7.500 7.500 0 0 1 15 0',
  arrow: 'M5 12h14M13 6l6 6-6 6',
} as const;

export type IconName = keyof typeof paths;

interface Props {
  readonly name: IconName;
}

export const Icon = ({ name }: Props) => (
  <svg class={css['icon']} viewBox="0 0 24 24" aria-hidden="true" focusable="false" data-icon={name}>
    <path d={paths[name]} />
  </svg>
);
