import { useEffect, useState } from 'react';

/** What `GET /dev/info` tells of the set-up this page runs in, as far as the page shows it. */
export interface DevelopmentInfo {
  modelIsStandIn: boolean | null;
  mailUrl: string | null;
  queuesUrl: string | null;
}

const nothing: DevelopmentInfo = { modelIsStandIn: null, mailUrl: null, queuesUrl: null };

/** Asked once for each part of the page that shows it; a server without that address is no error. */
export function useDevelopmentInfo(): DevelopmentInfo {
  const [info, setInfo] = useState(nothing);
  useEffect(() => {
    let isHere = true;
    readInfo().then(
      (read) => isHere && setInfo(read),
      () => undefined,
    );
    return () => {
      isHere = false;
    };
  }, []);
  return info;
}

async function readInfo(): Promise<DevelopmentInfo> {
  const response = await fetch('/dev/info', { headers: { accept: 'application/json' } });
  if (!response.ok) return nothing;
  const body: { bedrock?: string; mail_url?: string | null; queues_url?: string } = await response.json();
  return {
    modelIsStandIn: body.bedrock === undefined ? null : body.bedrock === 'stand-in',
    mailUrl: body.mail_url ?? null,
    queuesUrl: body.queues_url ?? null,
  };
}
