// What the person chose about the stage: panel, layout, pin, own tile. Forgotten with the call.

import type { PersonId } from '#core/base/ids.ts';
import type { Call } from '#engine/call/api.ts';
import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { Corner } from './place-tiles.ts';
import {
  layoutAfter,
  layoutOf,
  planStage,
  screenTile,
  type ChosenLayout,
  type Layout,
  type OwnPlace,
  type StagePlan,
} from './plan-stage.ts';

/** What stands beside the people; one at a time. */
export type Panel =
  | { readonly is: 'chat' | 'people' | 'invite' | 'settings' }
  | { readonly is: 'details'; readonly person: PersonId };

/** What lies over everything, and closes with Escape. */
export type Overlay = 'palette' | 'shortcuts';

export interface StageModel {
  readonly panel: ReadonlySignal<Panel | undefined>;
  open(panel: Panel): void;
  closePanel(): void;
  /** Closes the panel of that kind where it is open, opens it elsewhere. */
  togglePanel(is: Exclude<Panel['is'], 'details'>): void;
  readonly overlay: Signal<Overlay | undefined>;
  readonly areReactionsOpen: Signal<boolean>;
  readonly layout: ReadonlySignal<Layout>;
  /** Shows the people in the next way. */
  changeLayout(): void;
  readonly ownPlace: Signal<OwnPlace>;
  readonly ownCorner: Signal<Corner>;
  readonly isOwnSmall: Signal<boolean>;
  readonly pinned: ReadonlySignal<string | undefined>;
  /** Pins a tile, or lets it go where it is pinned. */
  togglePin(tile: string): void;
  /** The stage is higher than wide. */
  readonly isUpright: Signal<boolean>;
  readonly plan: ReadonlySignal<StagePlan>;
}

/** Nothing open, all as it comes. */
export const createStageModel = (call: Call): StageModel => {
  const panel = signal<Panel | undefined>(undefined);
  const pinned = signal<string | undefined>(undefined);
  const chosenLayout = signal<ChosenLayout>({ layout: 'automatic', screens: [] });
  const screens = computed(() =>
    call.people.value.filter(({ screen }) => screen.value !== null).map(({ id }) => screenTile(id)),
  );
  const layout = computed(() => layoutOf(chosenLayout.value, screens.value));
  const ownPlace = signal<OwnPlace>('automatic');
  const isUpright = signal(false);
  const open = (next: Panel): void => {
    panel.value = next;
  };
  const closePanel = (): void => {
    panel.value = undefined;
  };
  return {
    panel,
    open,
    closePanel,
    togglePanel: (is) => (panel.peek()?.is === is ? closePanel() : open({ is })),
    overlay: signal<Overlay | undefined>(undefined),
    areReactionsOpen: signal(false),
    layout,
    changeLayout: () => {
      const shown = screens.peek();
      chosenLayout.value = { layout: layoutAfter(layout.peek(), shown.length > 0), screens: shown };
    },
    ownPlace,
    ownCorner: signal<Corner>('bottom-end'),
    isOwnSmall: signal(false),
    pinned,
    togglePin: (tile) => {
      pinned.value = pinned.peek() === tile ? undefined : tile;
    },
    isUpright,
    plan: computed(() =>
      planStage({
        people: call.people.value.map(({ id, screen }) => ({ id, hasScreen: screen.value !== null })),
        isSharing: call.media.screen.value.is === 'on',
        speaker: call.speaker.value,
        pinned: pinned.value,
        layout: layout.value,
        ownPlace: ownPlace.value,
        isUpright: isUpright.value,
      }),
    ),
  };
};
