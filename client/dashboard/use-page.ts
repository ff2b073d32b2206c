import { useEffect, useState } from 'react';

export const pages = ['meetings', 'clients', 'projects', 'costs', 'reports'] as const;
export type PageName = (typeof pages)[number];

/** The page named by the address; changing it loads nothing anew, so the widget stays. */
export function usePage(): PageName {
  const [page, setPage] = useState(read);
  useEffect(() => {
    const onChange = () => setPage(read());
    window.addEventListener('hashchange', onChange);
    return () => window.removeEventListener('hashchange', onChange);
  }, []);
  return page;
}

function read(): PageName {
  const name = location.hash.replace(/^#\/?/, '');
  return pages.find((page) => page === name) ?? 'meetings';
}
