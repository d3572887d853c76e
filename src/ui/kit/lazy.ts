// A component whose code is loaded when it is needed, or before. (preact/compat has one too, and much else with it.)

import { h, type ComponentChildren, type ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

export interface LazyProps<P> {
  readonly props: P;
  /** What is shown meanwhile. */
  readonly fallback?: ComponentChildren;
  /** The component is on screen. */
  onShown?(): void;
}

export interface Lazy<P> {
  (props: LazyProps<P>): ComponentChildren;
  /** Starts loading. */
  preload(): void;
  /** Loads. From then on the component is drawn at once; rejects when it can't be had. */
  load(): Promise<void>;
}

/** A load that failed is thrown while rendering, for the boundary above; the next try loads again. */
export const lazy = <P extends object>(load: () => Promise<ComponentType<P>>): Lazy<P> => {
  let loaded: ComponentType<P> | undefined;
  let pending: Promise<void> | undefined;
  const start = (): Promise<void> =>
    (pending ??= load().then(
      (component) => void (loaded = component),
      (error: unknown) => {
        pending = undefined;
        throw error;
      },
    ));
  const LazyComponent: Lazy<P> = ({ props, fallback = null, onShown }) => {
    const [failure, setFailure] = useState<{ readonly error: unknown }>();
    const [isReady, setReady] = useState(loaded !== undefined);
    useEffect(() => {
      start().then(
        () => setReady(true),
        (error: unknown) => setFailure({ error }),
      );
    }, []);
    useEffect(() => {
      if (isReady) onShown?.();
    }, [isReady]);
    if (failure) throw failure.error;
    return loaded ? h(loaded, props) : fallback;
  };
  LazyComponent.preload = () => void start().catch(() => {});
  LazyComponent.load = start;
  return LazyComponent;
};
