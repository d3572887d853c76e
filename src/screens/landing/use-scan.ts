// A camera that looks for a code, from the moment it is asked for until the code is found or the person has had enough.

import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { AppError } from '#core/base/errors.ts';
import type { Result } from '#core/base/result.ts';
import { createScope, type Scope } from '#core/base/scope.ts';
import { createCodeReader } from './code-reader.ts';

export type OpenCamera = () => Promise<Result<MediaStream, AppError>>;

export type Scan =
  | { readonly is: 'opening' }
  /** `isForeign`: the last code that was seen is no link of a call. */
  | { readonly is: 'looking'; readonly stream: MediaStream; readonly isForeign: boolean }
  | { readonly is: 'failed'; readonly why: AppError | 'no-reader' };

interface ScanOptions {
  openCamera: OpenCamera;
  /** Where the picture is shown. */
  readonly place: RefObject<HTMLElement | null>;
  /** True when the text is what was looked for. */
  onText(text: string): boolean;
}

/** Between two looks: the picture stays smooth, and nobody holds a code steady for less. */
const pauseMs = 160;

const pause = (scope: Scope): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, pauseMs);
    scope.add(() => {
      clearTimeout(timer);
      resolve();
    });
  });

const isPlaying = (video: HTMLVideoElement | null | undefined): video is HTMLVideoElement =>
  (video?.readyState ?? 0) >= HTMLMediaElement.HAVE_CURRENT_DATA;

const run = async (scope: Scope, { openCamera, place, onText }: ScanOptions, tell: (scan: Scan) => void) => {
  const isOver = (): boolean => scope.signal.aborted;
  const opened = await openCamera();
  // Closed meanwhile: the scope is over and stops what is added to it.
  if (opened.ok) scope.add(() => opened.value.getTracks().forEach((track) => track.stop()));
  if (isOver()) return;
  if (!opened.ok) return tell({ is: 'failed', why: opened.error });
  const stream = opened.value;
  tell({ is: 'looking', stream, isForeign: false });
  try {
    const read = await createCodeReader();
    for (let last = ''; !isOver(); await pause(scope)) {
      const video = place.current?.querySelector('video');
      const text = isPlaying(video) ? await read(video) : undefined;
      if (isOver() || !text || text === last) continue;
      last = text;
      if (onText(text)) return;
      tell({ is: 'looking', stream, isForeign: true });
    }
  } catch {
    if (!isOver()) tell({ is: 'failed', why: 'no-reader' });
  }
};

/** `attempt`: another number starts over. The camera is off the moment the screen lets go of this. */
export const useScan = (options: ScanOptions, attempt: number): Scan => {
  const [scan, setScan] = useState<Scan>({ is: 'opening' });
  useLayoutEffect(() => {
    const scope = createScope();
    setScan({ is: 'opening' });
    void run(scope, options, setScan);
    return () => scope[Symbol.dispose]();
  }, [attempt]);
  return scan;
};
