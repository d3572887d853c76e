// The button with words.

import type { ButtonHTMLAttributes, ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';
import css from './button.module.css';

interface Props extends ButtonHTMLAttributes {
  readonly look?: 'accent' | 'plain' | 'quiet' | 'danger';
  readonly size?: 'normal' | 'large';
  readonly icon?: IconName;
  readonly children: ComponentChildren;
}

export const Button = ({ look = 'plain', size = 'normal', icon, children, type = 'button', ...rest }: Props) => (
  <button {...rest} type={type} class={css['button']} data-look={look} data-size={size}>
    {icon && <Icon name={icon} />}
    <span>{children}</span>
  </button>
);
