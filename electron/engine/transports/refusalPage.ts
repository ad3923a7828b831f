import { createHash } from 'node:crypto';
import { INERT_POLICY } from '../../pages/index.ts';

const STYLE =
  'body{font:1.125rem/1.5 system-ui,sans-serif;max-width:38rem;margin:15vh auto;padding:0 1.5rem;color:#1c2126;background:#fff}' +
  'code{background:#eceff1;padding:.1em .3em;border-radius:.2em}';

/** The only page shown without a session: what happened and what to do. */
export const REFUSAL_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Sigmaline: no session</title>
<style>${STYLE}</style>
</head>
<body>
<h1>This address does not open the station</h1>
<p>Open the full address that Sigmaline printed when it started. It ends with <code>?token=…</code></p>
<p>The token in this address is missing, belongs to another station or was replaced.</p>
<p>There is no verdict here. Do not use this screen to pass parts.</p>
</body>
</html>
`;

export const REFUSAL_POLICY = `${INERT_POLICY}; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
