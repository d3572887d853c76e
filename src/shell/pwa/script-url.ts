// The one Trusted Types policy of the page: a worker may be started only from our own files.

/** The part of the Trusted Types API that we use; TypeScript's DOM library doesn't have it yet. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): { toString(): string } };
}

/** Our own files are the ones beside the page and below. */
export const isOurs = (url: string, page: string): boolean => {
  const folder = new URL('./', page);
  const target = new URL(url, page);
  return target.origin === folder.origin && target.pathname.startsWith(folder.pathname);
};

const rules = {
  createScriptURL: (url: string): string => {
    if (isOurs(url, document.baseURI)) return url;
    throw new TypeError('Not a script of ours');
  },
};

// A policy can be created only once, so it is made when it is first needed and then kept.
let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;

/**
 * A worker's URL in the form in which this browser takes it. It is typed as a string, because TypeScript asks for one
 * where the browser asks for a TrustedScriptURL.
 */
export const scriptUrl = (url: string | URL): string => {
  const absolute = new URL(url, document.baseURI).href;
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (trustedTypes === undefined) return rules.createScriptURL(absolute);
  policy ??= trustedTypes.createPolicy('starling', rules);
  return policy.createScriptURL(absolute) as string;
};
