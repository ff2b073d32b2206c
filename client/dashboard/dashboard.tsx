import { useEffect, useState } from 'react';
import { withAside } from './aside.js';
import { Navigation } from './navigation.js';
import { PageBody } from './page-body.js';
import { useLanguageChoice, useThemeChoice } from './preferences.js';
import { samplePage } from './samples.js';
import { SignIn } from './sign-in.js';
import { currentToken, forgetSignedIn, readSignedIn, type SignedIn } from './sign-in-state.js';
import { useDevelopmentInfo } from './use-development-info.js';
import { usePage } from './use-page.js';

/** A consultancy's dashboard that hosts the widget as any customer's page would. */
export function Dashboard() {
  const [signedIn, setSignedIn] = useState<SignedIn | null>(readSignedIn);
  const [language, setLanguage] = useLanguageChoice();
  const [theme, setTheme] = useThemeChoice();
  const info = useDevelopmentInfo();
  const name = usePage();
  const page = samplePage(name, language);

  useEffect(() => {
    if (!signedIn) return;
    withAside((aside) => {
      aside.init({
        getToken: ({ renew }) => currentToken(renew),
        lang: document.documentElement.lang,
        theme: document.documentElement.dataset.theme === 'dark' ? 'dark' : themeNow(),
      });
    });
    return () => withAside((aside) => aside.remove());
  }, [signedIn]);
  useEffect(() => {
    if (signedIn) withAside((aside) => aside.setContext(page.context));
  }, [signedIn, page]);

  const settings = { language, setLanguage, theme, setTheme };
  if (!signedIn) return <SignIn settings={settings} info={info} onSignedIn={setSignedIn} />;
  return (
    <div className="host">
      <Navigation
        current={name}
        signedIn={signedIn}
        settings={settings}
        info={info}
        onSignOut={() => {
          forgetSignedIn();
          setSignedIn(null);
        }}
      />
      <PageBody page={page} language={language} info={info} />
    </div>
  );
}

function themeNow(): 'light' | 'system' {
  return document.documentElement.dataset.theme === 'light' ? 'light' : 'system';
}
