// The mark and the name of the place.

import css from './brand.module.css';

interface Props {
  readonly name: string;
}

export const Brand = ({ name }: Props) => (
  <p class={css['brand']}>
    <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false" class={css['mark']}>
      <defs>
        <linearGradient id="feather" x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" class={css['from']} />
          <stop offset="1" class={css['to']} />
        </linearGradient>
      </defs>
      <path
        fill="url(#feather)"
        d="M2.500 12.200c5.200-1.700 9.300-.3 12 3.300 1.500-5.700 5.700-9.800 13.500-11-3.200 2.600-5 5.300-5.900 8.600 2.600.2 4.600-.2 7.400-1.600-1.300 4.400-4.500 7.400-8.700 8.400-2.400 4.200-6.600 6.700-12.300 7.600 2.400-1.900 3.900-3.700 4.700-6-2.200-4.500-5.700-7.700-10.700-9.300z"
      />
    </svg>
    <span>{name}</span>
  </p>
);
