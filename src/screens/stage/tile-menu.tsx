// What can be done with one tile: pin it, see it alone, and what its owner adds.

import type { RefObject } from 'preact';
import { t } from '#ui/i18n/t.ts';
import type { MenuItem } from '#ui/kit/menu-items.ts';
import { Menu } from '#ui/kit/menu.tsx';
import type { StageModel } from './stage-model.ts';
import { canFloatVideo, canShowFull, floatVideo, isVideoFloating, showFull } from './tile-windows.ts';
import css from './tile.module.css';

interface Props {
  readonly model: StageModel;
  readonly tile: string;
  /** Names the button. */
  readonly label: string;
  readonly tileRef: RefObject<HTMLLIElement | null>;
  readonly hasPicture: boolean;
  readonly more?: () => readonly MenuItem[];
}

export const TileMenu = ({ model, tile, label, tileRef, hasPicture, more }: Props) => {
  const items = (): readonly MenuItem[] => [
    {
      kind: 'action',
      label: model.pinned.value === tile ? t('tile.unpin') : t('tile.pin'),
      icon: 'pin',
      run: () => model.togglePin(tile),
    },
    ...(canShowFull(hasPicture)
      ? [
          {
            kind: 'action' as const,
            label: document.fullscreenElement ? t('action.endFullScreen') : t('tile.full'),
            icon: 'expand' as const,
            run: () => tileRef.current && showFull(tileRef.current),
          },
        ]
      : []),
    ...(hasPicture && canFloatVideo()
      ? [
          {
            kind: 'action' as const,
            label: isVideoFloating(tileRef.current) ? t('tile.endFloat') : t('tile.float'),
            icon: 'pip' as const,
            run: () => tileRef.current && floatVideo(tileRef.current),
          },
        ]
      : []),
    ...(more?.() ?? []),
  ];
  return (
    <span class={css['menu']}>
      <Menu label={label} icon="more" items={items} look="picture" />
    </span>
  );
};
