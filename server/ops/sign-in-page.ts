/**
 * The page that asks an operator for a token: plain HTML, no script. Its style sheet is a file of its own, since
 * the content security policy allows nothing inline.
 */
export function signInPage(problem: string | null): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Sign in · Aside</title>
<link rel="icon" href="/ops/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="/ops/sign-in.css">
</head>
<body>
<main>
<p class="brand">Aside</p>
<h1>Queues</h1>
<p class="lead">This page is for admins. Paste the access token that your dashboard gave you.</p>
${problem === null ? '' : `<p class="problem" role="alert">${problem}</p>`}
<form method="post" action="/ops/login">
<label for="token">Access token</label>
<textarea id="token" name="token" rows="5" required spellcheck="false" autocomplete="off" autofocus></textarea>
<button type="submit">Sign in</button>
</form>
<p class="hint">The token stays in this browser, for the operator pages only, until it expires.</p>
</main>
</body>
</html>
`;
}

export const signInStyle = `:root {
  color-scheme: light dark;
  --ink: #1a1f1d; --ink-2: #535b57; --ink-3: #656c68; --paper: #ffffff; --surface: #f6f5f1; --line: #e3e0d8;
  --accent: #17634f; --accent-ink: #ffffff; --danger: #a9291f; --danger-soft: #fbe9e6; --focus: #1c7a62;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e9e8e3; --ink-2: #aeb4af; --ink-3: #8f9691; --paper: #15191a; --surface: #1b2021; --line: #2d3436;
    --accent: #5fc3a4; --accent-ink: #07231b; --danger: #f08a7f; --danger-soft: #3a1b18; --focus: #7fd8bd;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px;
  background: var(--surface); color: var(--ink);
  font: 14px/1.5 "Inter", system-ui, -apple-system, "Segoe UI", sans-serif;
}
main {
  width: min(400px, 100%); padding: 24px; border: 1px solid var(--line); border-radius: 16px; background: var(--paper);
}
p, h1 { margin: 0; }
.brand { font-weight: 600; color: var(--accent); letter-spacing: -.01em; }
h1 { font-size: 22px; font-weight: 600; line-height: 1.3; letter-spacing: -.02em; }
.lead { margin-top: 8px; color: var(--ink-2); }
.problem { margin-top: 16px; padding: 8px 12px; border-radius: 10px; background: var(--danger-soft); color: var(--danger); }
form { display: grid; gap: 8px; margin-top: 16px; }
label { font-weight: 550; }
textarea {
  width: 100%; resize: vertical; padding: 8px 12px; border: 1px solid var(--line); border-radius: 10px;
  background: var(--paper); color: var(--ink); font: 12.5px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace;
}
button {
  justify-self: start; min-height: 32px; margin-top: 8px; padding: 5px 16px; border: 0; border-radius: 6px;
  background: var(--accent); color: var(--accent-ink); font: inherit; font-weight: 550; cursor: pointer;
}
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.hint { margin-top: 16px; color: var(--ink-3); font-size: 12.5px; }
@media (pointer: coarse) { button { min-height: 44px; } }
`;

/** A note in the margin of a page. */
export const mark = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24">
<rect width="24" height="24" rx="6" fill="#17634f"/>
<path d="M6 7h12M6 11h12M6 15h5" stroke="#fff" stroke-width="1.6" stroke-linecap="round" opacity=".7"/>
<path d="M14 14.5h4v4h-4z" fill="#fff"/>
</svg>
`;
