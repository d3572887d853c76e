// Encodes our pictures once for everybody (DESIGN D6). One worker for all connections.
//
// The transform of each sender is an outlet. Until it is opened, what its sender encodes itself passes.

import type { EncodeNews, EncodeOrder, OutletRole, PlaceName } from './encode-messages.ts';
import { createOutlet, type Outlet } from './encode-outlet.ts';
import { createEncodePlace, type EncodePlace } from './encode-place.ts';
import { turnDown } from './frame-source.ts';

interface KnownOutlet {
  readonly outlet: Outlet;
  place: EncodePlace | undefined;
}

const tickMs = 40;

const tell = (news: EncodeNews): void => postMessage(news);

const outlets = new Map<string, KnownOutlet>();
let isTroubled = false;
let timer: ReturnType<typeof setInterval> | undefined;

const close = (id: string): void => {
  const known = outlets.get(id);
  known?.place?.show(known.outlet, undefined);
  if (known) known.place = undefined;
  known?.outlet.close();
};

const forget = (id: string): void => {
  close(id);
  outlets.delete(id);
};

const onTrouble = (error: unknown): void => {
  if (isTroubled) return;
  stop();
  isTroubled = true;
  tell({ say: 'trouble', reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
};

const places: Readonly<Record<PlaceName, EncodePlace>> = {
  camera: createEncodePlace(onTrouble),
  screen: createEncodePlace(onTrouble),
};

function stop(): void {
  isTroubled = false;
  for (const id of outlets.keys()) close(id);
  for (const place of Object.values(places)) place[Symbol.dispose]();
  clearInterval(timer);
  timer = undefined;
}

const tick = (): void => {
  const nowMs = performance.now();
  for (const place of Object.values(places)) place.tick(nowMs);
};

const outletOf = (id: string): KnownOutlet => {
  const known = outlets.get(id) ?? { outlet: createOutlet(), place: undefined };
  outlets.set(id, known);
  return known;
};

const open = (order: Extract<EncodeOrder, { say: 'open' }>): void => {
  close(order.outlet);
  const known = outletOf(order.outlet);
  known.place = places[order.place];
  known.outlet.open(order.still);
  timer ??= setInterval(tick, tickMs);
};

const show = (id: string, rung: number | undefined): void => {
  const known = outlets.get(id);
  known?.place?.show(known.outlet, rung);
};

const read = (request: number): void => {
  const nowMs = performance.now();
  const readings = { camera: places.camera.read(nowMs), screen: places.screen.read(nowMs) };
  tell({ say: 'readings', request, readings });
};

const obey = (order: EncodeOrder): void => {
  switch (order.say) {
    case 'reset':
      return stop();
    case 'source':
      return places[order.place].setSource(order.frames);
    case 'hint':
      return places[order.place].setHint(order.hint);
    case 'rungs':
      return places[order.place].setRungs(order.rungs);
    case 'open':
      return open(order);
    case 'show':
      return show(order.outlet, order.rung);
    case 'close':
      return close(order.outlet);
    case 'forget':
      return forget(order.outlet);
    case 'read':
      return read(order.request);
  }
};

addEventListener('message', ({ data }: MessageEvent<EncodeOrder>) => {
  // What has been in trouble does nothing until it begins anew; a source that was sent along ends.
  if (isTroubled && data.say === 'source' && data.frames) turnDown(data.frames);
  if (!isTroubled || ['reset', 'forget', 'read'].includes(data.say)) obey(data);
});

addEventListener('rtctransform', ({ transformer }) => {
  const { outlet } = transformer.options as OutletRole;
  outletOf(outlet)
    .outlet.run(transformer)
    .catch(() => forget(outlet));
});
