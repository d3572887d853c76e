// Fetches starling.json, the file beside the page that whoever hosts it may edit (DESIGN D9).

import { AppError } from '#core/base/errors.ts';
import { parseInstanceConfig, type ParsedInstanceConfig } from '#engine/signaling/instance-config.ts';

/** Longer than any list of relays that makes sense. */
const maxLength = 64 * 1024;

/** Reads `url`. A file that is missing or broken leaves the built-in lists, and a problem that says so. */
export const fetchInstance = async (url: string): Promise<ParsedInstanceConfig> => {
  const page = location.href;
  const builtIn = parseInstanceConfig({}, page);
  try {
    const response = await fetch(url, { cache: 'no-cache', credentials: 'omit' });
    // The service worker keeps an answer without its date.
    const hostAheadMs = Date.parse(response.headers.get('date') ?? '') - Date.now() || 0;
    // No such file is a choice: the built-in lists are meant.
    if (!response.ok) return { ...builtIn, hostAheadMs };
    const text = await response.text();
    if (text.length > maxLength) throw new RangeError('too long');
    return { ...parseInstanceConfig(JSON.parse(text), page), hostAheadMs };
  } catch (error) {
    // Offline, the service worker answers with the last one; without one, the lists that came with the app must do.
    if (error instanceof TypeError) return builtIn;
    return { ...builtIn, problems: [new AppError('config/invalid', { field: 'starling.json' }, error)] };
  }
};
