import { Icon } from '../react/icon.js';
import { Settings, type SettingsProps } from './settings.js';
import type { SignedIn } from './sign-in-state.js';
import type { DevelopmentInfo } from './use-development-info.js';
import { type PageName, pages } from './use-page.js';
import { wordsOf } from './words.js';

interface NavigationProps {
  current: PageName;
  signedIn: SignedIn;
  settings: SettingsProps;
  info: DevelopmentInfo;
  onSignOut: () => void;
}

/** Of the part that a narrow screen keeps behind a button. */
const moreId = 'more';

export function Navigation({ current, signedIn, settings, info, onSignOut }: NavigationProps) {
  const words = wordsOf(settings.language);
  // The address signs anybody in as the sample admin; the link is for who is it already.
  const queuesUrl = signedIn.user === 'admin' ? info.queuesUrl : null;
  return (
    <nav className="nav">
      <div className="brand">
        <Icon name="mark" />
        Northwind Advisory
      </div>
      <ul className="pages">
        {pages.map((page) => (
          <li key={page}>
            <a href={`#/${page}`} aria-current={page === current ? 'page' : undefined}>
              {words.pages[page]}
            </a>
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="more"
        popoverTarget={moreId}
        aria-label={words.more}
        title={words.more}
      >
        <Icon name="menu" />
      </button>
      {/* At the foot of the column; on a narrow screen a sheet that the button opens. */}
      <div className="below" id={moreId} popover="auto">
        {(queuesUrl || info.mailUrl) && (
          <ul className="operations">
            <li className="label">{words.operations}</li>
            {queuesUrl && (
              <li>
                <a href={queuesUrl} target="_blank" rel="noopener">
                  {words.queues}
                  <small>{words.queuesNote}</small>
                </a>
              </li>
            )}
            {info.mailUrl && (
              <li>
                <a href={info.mailUrl} target="_blank" rel="noopener">
                  {words.mail}
                </a>
              </li>
            )}
          </ul>
        )}
        <Settings {...settings} />
        <div className="who">
          <span>
            <span className="unseen">{words.signedInAs} </span>
            {words.users[signedIn.user].role}
          </span>
          <button type="button" onClick={onSignOut}>
            {words.signOut}
          </button>
        </div>
      </div>
    </nav>
  );
}
