/** How long to wait before a request is sent again, and waiting that can be called off. */

/** Before the second attempt, in milliseconds; doubled before each further one. */
const FIRST_PAUSE = 300;
/** Up to so much is added to the wait that a server asks for, so that not all come back in one moment. */
const SPREAD = 500;

/** What `Retry-After` asks for, in milliseconds from `now`: seconds or an HTTP date; `null` where it says neither. */
export function readRetryAfter(header: string | null, now: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // Only dates as HTTP writes them: `Date.parse` would make something of a number, too.
  const at = text.endsWith('GMT') ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/** Milliseconds before the next attempt; `null` where the server wants more patience than there is. */
export function pauseBefore(
  attempt: number,
  { asked, longest }: { readonly asked: number | null; readonly longest: number },
): number | null {
  if (asked === null) return Math.min(longest, FIRST_PAUSE * 2 ** attempt) * (0.5 + Math.random() / 2);
  return asked > longest ? null : asked + Math.random() * SPREAD;
}

/** What comes of `work`, unless the signal comes first: then its reason is thrown. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((fulfil, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(fulfil, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** @throws the signal's reason as soon as it is aborted */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<void>((fulfil) => {
    timer = setTimeout(fulfil, milliseconds);
  });
  try {
    await unlessAborted(over, signal);
  } finally {
    clearTimeout(timer);
  }
}
