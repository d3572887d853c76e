// How a relay is called on screen and in the log.

/** Host and path without scheme, user, password, query and closing slash; empty for what is no address. */
export const relayName = (url: string): string => {
  if (!URL.canParse(url)) return '';
  const { host, pathname } = new URL(url);
  return host + pathname.replace(/\/$/, '');
};
