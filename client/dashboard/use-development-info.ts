import { useEffect, useState } from 'react';
import { type SampleUser, sampleUsers } from './sign-in-state.js';

/** What `GET /dev/info` tells of the set-up this page runs in, as far as the page shows it. */
export interface DevelopmentInfo {
  modelIsStandIn: boolean | null;
  mailUrl: string | null;
  queuesUrl: string | null;
  /** Names of the sample people. */
  names: Partial<Record<SampleUser, string>>;
}

const nothing: DevelopmentInfo = { modelIsStandIn: null, mailUrl: null, queuesUrl: null, names: {} };

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
  const body: {
    bedrock?: string;
    mail_url?: string | null;
    queues_url?: string;
    users?: { user: string; name: string }[];
  } = await response.json();
  const nameOf = (user: SampleUser) => body.users?.find((known) => known.user === user)?.name;
  return {
    modelIsStandIn: body.bedrock === undefined ? null : body.bedrock === 'stand-in',
    mailUrl: body.mail_url ?? null,
    queuesUrl: body.queues_url ?? null,
    names: Object.fromEntries(sampleUsers.map((user) => [user, nameOf(user)])),
  };
}
