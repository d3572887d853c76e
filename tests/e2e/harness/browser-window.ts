// What the tests need of a browser, the same over Playwright (Chromium) and WebDriver BiDi (Firefox).

export type BrowserKind = 'chromium' | 'firefox';

/** A function that runs inside the page: it must not use anything from around itself. */
export type PageFunction<A, R> = (argument: A) => R | Promise<R>;

export type Role =
  | 'button'
  | 'textbox'
  | 'combobox'
  | 'radio'
  | 'switch'
  | 'menuitem'
  | 'menuitemcheckbox'
  | 'menuitemradio';

/** In CSS pixels of the window. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** One window (page) of one browser context. */
export interface BrowserWindow {
  readonly kind: BrowserKind;
  goTo(address: string): Promise<void>;
  address(): Promise<string>;
  reload(): Promise<void>;
  close(): Promise<void>;
  /** Runs in the page; argument and answer are plain data. */
  run<A, R>(pageFunction: PageFunction<A, R>, argument: A): Promise<R>;
  /** A real click (it counts as a person's gesture) on the element with this role and accessible name. */
  click(role: Role, name: string): Promise<void>;
  /** Replaces what stands in the field with this accessible name. */
  fill(name: string, text: string): Promise<void>;
  /** A key by its name (`KeyboardEvent.key`), with others held before it: 'Enter', 'Shift+Tab', 'Control+k'. */
  press(keys: string): Promise<void>;
  /** Holds a key until `release`. */
  hold(key: string): Promise<void>;
  release(key: string): Promise<void>;
  /** Key by key, wherever the focus is. */
  type(text: string): Promise<void>;
  /** Presses the mouse at one place, moves and lets go at another. */
  drag(from: Point, to: Point): Promise<void>;
  isVisible(role: Role, name: string): Promise<boolean>;
  screenshot(path: string): Promise<void>;
  /** Firefox only: another tab in front of it, so that the page is hidden, until what comes back is called. */
  cover(): Promise<() => Promise<void>>;
  /** Chromium only: a command of its debugging protocol, for what no page and no person can do. */
  command(method: string, parameters?: object): Promise<unknown>;
  /** What went wrong in the page since it was opened: uncaught errors, console errors, CSP violations. */
  errors(): readonly string[];
  /** Everything that was asked for: `scheme://host:port` of requests and sockets, each once. */
  requests(): ReadonlySet<string>;
}

export interface ContextOptions {
  /** Runs before every document of the context. */
  readonly atStart?: readonly { readonly run: (argument: never) => void; readonly argument?: unknown }[];
  /** Chromium only: the person turns camera and microphone down. */
  readonly isMediaDenied?: boolean;
  /** CSS pixels; 1280 x 720 when nothing is said. */
  readonly window?: { readonly width: number; readonly height: number };
}

/** One person's own storage, permissions and windows. */
export interface BrowserContext {
  openWindow(): Promise<BrowserWindow>;
  /** Chromium only: the window that a page opens itself while `act` is done. */
  windowOpenedBy(act: () => Promise<void>): Promise<BrowserWindow>;
  /** Chromium only: no network at all for this context. */
  setOffline(isOffline: boolean): Promise<void>;
  close(): Promise<void>;
}

/** A browser process. */
export interface Browser {
  readonly kind: BrowserKind;
  readonly pid: number;
  openContext(options?: ContextOptions): Promise<BrowserContext>;
  close(): Promise<void>;
}

/** `scheme://host:port` of an address; undefined for what never leaves the browser. */
export const originOf = (address: string): string | undefined => {
  if (!/^(https?|wss?):/.test(address)) return undefined;
  const { protocol, host } = new URL(address);
  return `${protocol}//${host}`;
};

/** Marks what the page itself says about a broken Content-Security-Policy in its console. */
export const violationMark = 'starling-test: CSP violation';

/** Runs at the start of every document: a violation becomes a console error, which both drivers report. */
export const watchViolations = (mark: string): void => {
  document.addEventListener('securitypolicyviolation', (event) => {
    console.error(`${mark}: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
  });
};
