// What `npm run bench -- mesh` measures. Pure.

/** The app as it comes; without wishes, so that what nobody sees is sent as well; without the shared encoder. */
export const variants = ['product', 'no-wishes', 'plain'] as const;
export type Variant = (typeof variants)[number];

export const callSizes: readonly number[] = [4, 6, 8];

export interface MeshSample {
  readonly variant: Variant;
  readonly people: number;
  /** Of the browser that all of them share, divided among them. */
  readonly coresEach: number;
  /** Of each person's picture, at each of the others. */
  readonly framesPerSecond: readonly number[];
  readonly freezesPerMinute: number;
  /** Of pictures, at each person. */
  readonly receivedKbps: number;
  /** What most of the pictures had, as `640x360`. */
  readonly size: string;
  /** Of whoever came last: from the click to the first picture of anybody, and to those of all, ms. */
  readonly firstPictureMs: number;
  readonly allPicturesMs: number;
}

export interface MeshCall {
  readonly run: number;
  readonly variant: Variant;
  readonly people: number;
}

export const isOfCall = (sample: MeshSample, { variant, people }: Omit<MeshCall, 'run'>): boolean =>
  sample.variant === variant && sample.people === people;

interface MeshChoice {
  readonly variants: readonly Variant[];
  readonly people: readonly number[];
  readonly runs: number;
}

/** Those that are to be made. All variants take turns. */
export const planMeshCalls = (choice: MeshChoice, kept: readonly MeshSample[]): MeshCall[] =>
  Array.from({ length: choice.runs }).flatMap((_, run) =>
    choice.people.flatMap((people) =>
      (run % 2 === 0 ? choice.variants : choice.variants.toReversed()).flatMap((variant) => {
        const done = kept.filter((sample) => isOfCall(sample, { variant, people })).length;
        return done > run ? [] : [{ run, variant, people }];
      }),
    ),
  );
