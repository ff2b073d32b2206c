import { useState } from 'react';
import { Icon } from '../react/icon.js';
import { Settings, type SettingsProps } from './settings.js';
import { type SampleUser, type SignedIn, sampleUsers, signIn } from './sign-in-state.js';
import type { DevelopmentInfo } from './use-development-info.js';
import { wordsOf } from './words.js';

interface SignInProps {
  settings: SettingsProps;
  info: DevelopmentInfo;
  onSignedIn: (signedIn: SignedIn) => void;
}

export function SignIn({ settings, info, onSignedIn }: SignInProps) {
  const words = wordsOf(settings.language);
  const [failed, setFailed] = useState(false);
  const choose = (user: SampleUser) => {
    setFailed(false);
    signIn(user).then(onSignedIn, () => setFailed(true));
  };
  return (
    <main className="sign-in">
      <div className="brand">
        <Icon name="mark" size={24} />
        Northwind Advisory
      </div>
      <h1>{words.signInTitle}</h1>
      <p>{words.signInNote}</p>
      <ul>
        {sampleUsers.map((user) => (
          <li key={user}>
            <button type="button" data-user={user} onClick={() => choose(user)}>
              <b>{words.users[user].role}</b>
              <span className="name">{info.names[user]}</span>
              <span>{words.users[user].can}</span>
            </button>
          </li>
        ))}
      </ul>
      {failed && (
        <p className="problem" role="alert">
          {words.signInFailed}
        </p>
      )}
      <Settings {...settings} />
    </main>
  );
}
