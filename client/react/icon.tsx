import type { ReactElement } from 'react';

const line = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.7,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;

/** Drawn on a 24 unit square, in the colour of the text. */
const shapes = {
  mark: (
    <>
      <path {...line} strokeWidth={2} opacity={0.55} d="M5 4.5h14M5 9h8" />
      <path fill="currentColor" d="M5 13.5h14v6l-3.2-2.4H5z" />
    </>
  ),
  menu: <path {...line} d="M4 7h16M4 12h16M4 17h10" />,
  plus: <path {...line} d="M12 5v14M5 12h14" />,
  down: <path {...line} d="M6 9.5l6 6 6-6" />,
  grow: <path {...line} d="M13.5 5.500h5v5M18.500 5.500l-6 6M10.500 18.500h-5v-5M5.500 18.500l6-6" />,
  shrink: (
    <path
      {...line}
      d="M18.500 10.500h-5v-5M13.500 10.500l5.500-5.500M5.500 13.500h5v5M10.500 13.500l-5.500 5.500"
    />
  ),
  back: <path {...line} d="M14.5 6l-6 6 6 6" />,
  forward: <path {...line} d="M9.5 6l6 6-6 6" />,
  again: <path {...line} d="M18.500 12a6.500 6.500 0 11-2-4.700M17 4v4h-4" />,
  pen: <path {...line} d="M6 18l.8-3.400L15.500 5.900a1.800 1.800 0 012.600 2.600L9.400 17.200z" />,
  send: <path {...line} strokeWidth={2} d="M12 19V6m-5.5 5L12 5.5 17.5 11" />,
  stop: <rect x="7" y="7" width="10" height="10" rx="2" fill="currentColor" />,
  copy: (
    <>
      <rect {...line} x="8.5" y="8.5" width="10.5" height="10.5" rx="2.2" />
      <path {...line} d="M15.5 5.5h-8a2.5 2.5 0 00-2.5 2.5v8" />
    </>
  ),
  check: <path {...line} d="M5.5 12.500l4.3 4.3 8.7-9.3" />,
  close: <path {...line} d="M7 7l10 10M17 7L7 17" />,
  find: (
    <>
      <circle {...line} cx="11" cy="11" r="5.5" />
      <path {...line} d="M15.2 15.2L19 19" />
    </>
  ),
  person: (
    <>
      <circle {...line} cx="12" cy="8.5" r="3.3" />
      <path {...line} d="M5.5 19a6.5 6.5 0 0113 0" />
    </>
  ),
  sum: <path {...line} d="M5 12h6M5 7h14M5 17h9M17 12v5m-2.5-2.500h5" />,
  compare: <path {...line} d="M8 5v14M16 5v14M4.5 9h7M12.5 15h7" />,
  bolt: <path {...line} d="M13 4.500L6.500 13.500h4.700L10.500 19.500l6.700-9h-4.800z" />,
  risk: <path {...line} d="M12 5l7.500 13.500h-15zM12 10.500v3.700M12 16.400v.1" />,
  more: (
    <>
      <circle cx="6" cy="12" r="1.4" fill="currentColor" />
      <circle cx="12" cy="12" r="1.4" fill="currentColor" />
      <circle cx="18" cy="12" r="1.4" fill="currentColor" />
    </>
  ),
} satisfies Record<string, ReactElement>;

export type IconName = keyof typeof shapes;

/** An icon that the server names; those it may name later have none here yet. */
export function iconNamed(name: string): IconName {
  return Object.hasOwn(shapes, name) ? (name as IconName) : 'mark';
}

/** Decoration only: the control around it carries the name. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" focusable="false">
      {shapes[name]}
    </svg>
  );
}
