"""A server-side application that signs people in: Flask, Authlib, a confidential client.

Settings, all from the environment:
  ISSUER         the login server, such as http://localhost:3000/
  CLIENT_ID      a client of type "regular_web"
  CLIENT_SECRET  its secret
  SESSION_KEY    signs this application's cookie; without it, every start signs everyone out
  PORT           where to listen, 3003 if not given
"""

import os
import secrets
from urllib.parse import urlencode

from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, render_template_string, request, session, url_for

ISSUER = os.environ["ISSUER"]
PORT = int(os.environ.get("PORT", "3003"))

app = Flask(__name__)
app.config.update(
    SECRET_KEY=os.environ.get("SESSION_KEY") or secrets.token_hex(32),
    SESSION_COOKIE_NAME="example_session",  # cookies do not tell ports apart: other programs run on localhost, too
    SESSION_COOKIE_SAMESITE="Lax",
)

# Authlib reads the endpoints and keys from the discovery document, makes state, nonce and the PKCE verifier,
# and checks the ID token's signature and claims.
login_server = OAuth(app).register(
    "watchword",
    client_id=os.environ["CLIENT_ID"],
    client_secret=os.environ["CLIENT_SECRET"],
    server_metadata_url=ISSUER + ".well-known/openid-configuration",
    client_kwargs={
        "scope": "openid profile phone",
        "code_challenge_method": "S256",
        "token_endpoint_auth_method": "client_secret_post",  # as the client is registered
    },
)

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{{ title }}</title>
<style>body { font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 3rem auto; padding: 0 1rem }
dt { opacity: .7 } dd { margin: 0 0 .6rem; overflow-wrap: anywhere }</style>
<main><h1>{{ title }}</h1>
{% if problem %}<p role="alert">{{ problem }}</p>{% endif %}
{% if person %}<dl>{% for name, value in person.items() %}<dt>{{ name }}</dt><dd>{{ value }}</dd>{% endfor %}</dl>
<form method="post" action="/logout"><button>Sign out</button></form>
{% else %}<p><a href="/login">Sign in with your phone</a></p>{% endif %}</main>"""


@app.get("/")
def profile():
    person = session.get("person")
    return render_template_string(PAGE, title="You are signed in" if person else "Welcome", person=person)


@app.get("/login")
def login():
    return login_server.authorize_redirect(url_for("callback", _external=True))


@app.get("/callback")
def callback():
    try:
        # Which server answered (RFC 9207): one more check than Authlib makes.
        if request.args.get("iss") != ISSUER:
            raise OAuthError("invalid_issuer", "This answer is another server's.")
        tokens = login_server.authorize_access_token()
    except OAuthError as error:
        problem = error.description or error.error
        return render_template_string(PAGE, title="You are not signed in", problem=problem), 400
    session.clear()
    session["person"] = dict(tokens["userinfo"])
    session["id_token"] = tokens["id_token"]
    return redirect("/")


@app.post("/logout")
def logout():
    hint = session.get("id_token")
    session.clear()
    query = {"client_id": login_server.client_id, "post_logout_redirect_uri": url_for("profile", _external=True)}
    if hint:
        query["id_token_hint"] = hint
    return redirect(f"{ISSUER}oidc/logout?{urlencode(query)}")


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=PORT)
