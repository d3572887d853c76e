// Functions that run inside the page and look at what a person sees and hears. Each must stand alone.

export interface Tile {
  readonly person: string;
  readonly isSelf: boolean;
  /** The tile's <video> has a live picture track. */
  readonly hasVideo: boolean;
  readonly width: number;
  readonly height: number;
  readonly paused: boolean;
  /** What the tile says of this person's camera. */
  readonly isCameraOn: boolean;
  /** Everything a screen reader would say about this tile. */
  readonly text: string;
}

export const readTiles = (): Tile[] =>
  [...document.querySelectorAll<HTMLElement>('[data-testid="tile"]')].map((tile) => {
    const video = tile.querySelector('video');
    const stream = video?.srcObject instanceof MediaStream ? video.srcObject : null;
    const labels = [...tile.querySelectorAll('[aria-label], [title]')].map(
      (element) => element.getAttribute('aria-label') ?? element.getAttribute('title'),
    );
    return {
      person: tile.dataset['person'] ?? '',
      isSelf: tile.dataset['self'] !== undefined,
      hasVideo: stream?.getVideoTracks().some((track) => track.readyState === 'live' && !track.muted) ?? false,
      width: video?.videoWidth ?? 0,
      height: video?.videoHeight ?? 0,
      paused: video?.paused ?? true,
      isCameraOn: tile.dataset['camera'] === 'on',
      text: [tile.getAttribute('aria-label'), tile.textContent, ...labels].join(' '),
    };
  });

export type TileKind = 'face' | 'screen';

export interface Box {
  readonly person: string;
  readonly kind: TileKind;
  readonly isSelf: boolean;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** On its way: where it is going is not known yet. */
  readonly isGliding: boolean;
}

/** Where each tile is in the window, shared screens among them. */
export const readBoxes = (): Box[] =>
  [...document.querySelectorAll<HTMLElement>('[data-testid="tile"], [data-testid="screen-tile"]')].map((tile) => {
    const { left, top, width, height } = tile.getBoundingClientRect();
    const kind = tile.dataset['testid'] === 'tile' ? 'face' : 'screen';
    const { person = '', self } = tile.dataset;
    const isGliding = tile.getAnimations().some(({ playState }) => playState === 'running');
    return { person, kind, isSelf: self !== undefined, left, top, width, height, isGliding };
  });

export interface PictureOf {
  readonly person: string;
  readonly kind: TileKind;
}

/** The picture of a person's tile right now as 32 x 18 grey values; empty when there is none. */
export const readPicture = ({ person, kind }: PictureOf): number[] => {
  const name = kind === 'face' ? 'tile' : 'screen-tile';
  const tile = [...document.querySelectorAll<HTMLElement>(`[data-testid="${name}"]`)].find(
    (each) => each.dataset['person'] === person,
  );
  const video = tile?.querySelector('video');
  if (!video || video.videoWidth === 0 || video.readyState < 2) return [];
  const canvas = document.createElement('canvas');
  canvas.width = 32;
  canvas.height = 18;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return [];
  context.drawImage(video, 0, 0, 32, 18);
  const { data } = context.getImageData(0, 0, 32, 18);
  return Array.from(
    { length: 32 * 18 },
    (_, index) => (data[index * 4]! + data[index * 4 + 1]! + data[index * 4 + 2]!) / 3,
  );
};

export interface Heard {
  /** The loudest sample of 0.7 s, 0 to 1. Longer than the pause between two beeps of a fake microphone. */
  readonly peak: number;
  /** Why nobody could hear it, whatever the peak: the element is missing, muted or paused. Empty when all is well. */
  readonly silencedBy: string;
}

/**
 * Records what the element of a person plays, and looks whether that element really plays. Recorded and decoded, because
 * Firefox starts no AudioContext on a machine without a sound card.
 */
export const readSound = async (person: string): Promise<Heard> => {
  const tile = [...document.querySelectorAll<HTMLElement>('[data-testid="tile"]')].find(
    (each) => each.dataset['person'] === person,
  );
  const elements = [...(tile?.querySelectorAll<HTMLMediaElement>('video, audio') ?? [])].filter(
    (each) => each.srcObject instanceof MediaStream && each.srcObject.getAudioTracks().length > 0,
  );
  const element = elements.find((each) => !each.muted && !each.paused) ?? elements[0];
  if (!element) return { peak: 0, silencedBy: tile ? 'no element with sound in the tile' : 'no tile' };
  const recorder = new MediaRecorder(new MediaStream((element.srcObject as MediaStream).getAudioTracks()));
  const recorded = new Promise<Blob>((resolve) => {
    recorder.ondataavailable = ({ data }) => resolve(data);
  });
  recorder.start();
  await new Promise((resolve) => setTimeout(resolve, 700));
  recorder.stop();
  const bytes = await (await recorded).arrayBuffer();
  const decoded = await new OfflineAudioContext(1, 48_000, 48_000).decodeAudioData(bytes);
  const peak = decoded.getChannelData(0).reduce((max, sample) => Math.max(max, Math.abs(sample)), 0);
  const silencedBy = [element.muted && 'muted', element.paused && 'paused', element.volume === 0 && 'volume 0'];
  return { peak, silencedBy: silencedBy.filter(Boolean).join(', ') };
};

/** Every chat message on screen, as text. */
export const readMessages = (): string[] =>
  [...document.querySelectorAll('[data-testid="message"], [role="log"] li, [role="log"] article')].map(
    (each) => each.textContent ?? '',
  );

/** What has the focus, by the name that is spoken; empty where nothing has it. */
export const readFocus = (): string => {
  const { activeElement: element } = document;
  if (!element || element === document.body || element === document.documentElement) return '';
  const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : undefined;
  return (element.getAttribute('aria-label') ?? label ?? element.textContent).trim() || element.tagName;
};

/** The whole page as a person reads it. */
export const readText = (): string => document.body.innerText;

/** What the engine did, with times in milliseconds: the marks that its log leaves on the browser's timeline. */
export const readHistory = (): string =>
  performance
    .getEntriesByType('mark')
    .slice(-80)
    .map(({ name, startTime }) => `${name.replace('starling:', '')} ${Math.round(startTime)}`)
    .join(', ');

/** When the page last went from one way of encoding its picture to the other, on its own clock; 0: never. */
export const lastTurnMs = (): number => performance.getEntriesByName('starling:encode-once').at(-1)?.startTime ?? 0;
