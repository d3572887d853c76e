// A QR code of a text, drawn here. Dark on white in every theme: many readers know it no other way.

import { useMemo } from 'preact/hooks';
import { qrModulesOf } from './qr-modules.ts';
import css from './qr-code.module.css';

interface Props {
  readonly text: string;
  /** What the code holds, for whoever doesn't see it. */
  readonly label: string;
}

/** Fills the width that it gets. Nothing for a text that no code can hold. Load it lazily: the encoder is only needed here. */
export const QrCode = ({ text, label }: Props) => {
  const code = useMemo(() => qrModulesOf(text), [text]);
  if (!code) return null;
  return (
    <svg
      class={css['code']}
      viewBox={`0 0 ${code.size} ${code.size}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <path class={css['light']} d={`M0 0h${code.size}v${code.size}H0z`} />
      <path class={css['dark']} d={code.path} />
    </svg>
  );
};
