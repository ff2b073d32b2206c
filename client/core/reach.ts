/**
 * `fetch` that tells of a server on another origin which has never answered. A browser does not say why: the server
 * may be down, or the page's origin may be missing from its CORS_ORIGINS, which whoever embeds the widget has to be
 * told, once, in the console. `onChange` gets the server's origin, and null with the first answer.
 */
export function watchReach(deps: {
  baseUrl: string;
  fetch: typeof fetch;
  onChange: (unreached: string | null) => void;
}): typeof fetch {
  const page = globalThis.location?.origin;
  const server = originOf(deps.baseUrl);
  if (page === undefined || server === null || server === page) return deps.fetch;
  let answered = false;
  let told = false;

  return async (input, init) => {
    try {
      const response = await deps.fetch(input, init);
      if (!answered) deps.onChange(null);
      answered = true;
      return response;
    } catch (error) {
      if (!answered && !told && !init?.signal?.aborted && navigator.onLine) {
        told = true;
        console.warn(
          `Aside: no answer from ${server}. Is it running? If so, its CORS_ORIGINS must list this page's origin, ${page}.`,
        );
        deps.onChange(server);
      }
      throw error;
    }
  };
}

/**
 * A page of no address of its own (srcdoc, data:, a file) has the origin `null`, which nothing can be resolved against:
 * its document's base may still be one.
 */
function originOf(baseUrl: string): string | null {
  try {
    return new URL(baseUrl, globalThis.document?.baseURI ?? globalThis.location?.href).origin;
  } catch {
    return null;
  }
}
