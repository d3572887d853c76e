// A person without a picture.

import { Icon } from './icon.tsx';
import { hueOf, initialsOf } from './person-look.ts';
import css from './avatar.module.css';

interface Props {
  readonly id: string;
  readonly name: string;
}

export const Avatar = ({ id, name }: Props) => (
  <div class={css['backdrop']} style={{ '--hue': String(hueOf(id)) }} aria-hidden="true">
    <span class={css['disc']}>{initialsOf(name) || <Icon name="person" />}</span>
  </div>
);
