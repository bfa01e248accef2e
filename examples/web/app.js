// Signs a person in by OpenID Connect: authorization code and PKCE, in plain JavaScript.
// Settings are in config.json; the endpoints come from the issuer's discovery document.

const config = await (await fetch("config.json")).json();
const redirectURI = location.origin + location.pathname;
const element = (id) => document.getElementById(id);

const base64URL = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const randomText = () => base64URL(crypto.getRandomValues(new Uint8Array(32)));
const sha256 = async (text) => new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));

// The header and the claims of a token (RFC 7519); nothing of one that only its server reads. Reading is not checking.
function decode(token) {
  const parts = token.split(".");
  return parts.length !== 3 ? [] : parts.slice(0, 2).map((part) => {
    const binary = atob(part.replaceAll("-", "+").replaceAll("_", "/"));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0))));
  });
}

async function discover() {
  const answer = await fetch(new URL(".well-known/openid-configuration", config.issuer));
  const found = await answer.json();
  if (found.issuer !== config.issuer) throw new Error(`The server calls itself ${found.issuer}, not ${config.issuer}.`);
  return found;
}

async function signIn() {
  const { authorization_endpoint } = await discover();
  // What the answer must fit, kept for this tab until it comes back.
  const login = { state: randomText(), nonce: randomText(), verifier: randomText() };
  sessionStorage.setItem("login", JSON.stringify(login));
  location.assign(authorization_endpoint + "?" + new URLSearchParams({
    response_type: "code", client_id: config.client_id, redirect_uri: redirectURI, scope: "openid profile phone",
    state: login.state, nonce: login.nonce,
    code_challenge: base64URL(await sha256(login.verifier)), code_challenge_method: "S256",
  }));
}

// Turns the server's answer in the address bar into tokens.
async function finish(answer) {
  const login = JSON.parse(sessionStorage.getItem("login") ?? "{}");
  sessionStorage.removeItem("login");
  history.replaceState(null, "", redirectURI);
  if (!login.state || answer.get("state") !== login.state) throw new Error("This answer is to a login that was not begun here.");
  if (answer.get("iss") !== config.issuer) throw new Error("This answer is another server's.");
  if (answer.has("error")) throw new Error(answer.get("error_description") ?? answer.get("error"));

  const { token_endpoint } = await discover();
  const response = await fetch(token_endpoint, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code", client_id: config.client_id, redirect_uri: redirectURI,
      code: answer.get("code"), code_verifier: login.verifier,
    }),
  });
  const tokens = await response.json();
  if (!response.ok) throw new Error(tokens.error_description ?? tokens.error);

  // The token came straight from the issuer, which stands for its signature (OpenID Connect Core 3.1.3.7); the rest is ours.
  const [, claims] = decode(tokens.id_token);
  const meant = claims.iss === config.issuer && [claims.aud].flat().includes(config.client_id);
  if (!meant || claims.nonce !== login.nonce || claims.exp * 1000 <= Date.now()) throw new Error("The ID token is not for this login.");
  return tokens;
}

async function signOut(idToken) {
  const { end_session_endpoint } = await discover();
  const query = { id_token_hint: idToken, client_id: config.client_id, post_logout_redirect_uri: redirectURI };
  location.assign((end_session_endpoint ?? new URL("oidc/logout", config.issuer)) + "?" + new URLSearchParams(query));
}

function showTokens(tokens) {
  for (const name of ["id", "access"]) {
    const parts = decode(tokens[`${name}_token`]).map((part) => JSON.stringify(part, null, 2));
    [element(`${name}-header`).textContent, element(`${name}-claims`).textContent] = parts;
    element(`${name}-parts`).hidden = parts.length === 0;
  }
  element("access-opaque").hidden = !element("access-parts").hidden;
  const [, claims] = decode(tokens.id_token);
  element("person").textContent = claims.phone_number ?? claims.name ?? claims.sub;
  element("sign-out").onclick = () => signOut(tokens.id_token).catch(showError);
  element("signed-in").hidden = false;
}

function showError(error) {
  element("error").textContent = error.message;
  element("error").hidden = false;
  if (element("signed-in").hidden) element("signed-out").hidden = false;
}

element("issuer").textContent = new URL(config.issuer).host;
element("sign-in").onclick = () => signIn().catch(showError);
const answer = new URLSearchParams(location.search);
if (!answer.has("state")) element("signed-out").hidden = false;
else await finish(answer).then(showTokens).catch(showError);
