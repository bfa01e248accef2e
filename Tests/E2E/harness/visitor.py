"""A person with a browser without scripts: follows redirects on the server, fills in its forms, keeps its cookies."""

import html
import re
from urllib.parse import parse_qs, urljoin, urlsplit

import requests


class Visitor:
    """One browser. It stops at the first address that is not the server's."""

    def __init__(self, server, language: str = "en"):
        self.base = server.base
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.verify = server.cafile or True
        self.session.headers["accept-language"] = language
        self.url = ""
        self.page = ""
        self.status = 0

    def open(self, url: str) -> str | None:
        """Opens an address; the address outside the server where it ends, or None on a page."""
        return self._follow(self.session.get(urljoin(self.base, url), allow_redirects=False))

    def submit(self, **fields) -> str | None:
        """Sends the page's form, with its hidden `state`."""
        data = {"state": self.field("state"), **fields}
        return self._follow(self.session.post(self.url, data=data, allow_redirects=False))

    def field(self, name: str) -> str:
        """A hidden field of the page's form."""
        found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', self.page)
        assert found, self.page
        return html.unescape(found.group(1))

    def log_in(self, url: str, number: str, gateway) -> str:
        """Logs in from an application's address to where it ends outside."""
        before = len(gateway.messages(number))
        assert self.open(url) is None, "the server did not ask for the number"
        assert self.submit(phone=number, country="") is None, self.page
        code = gateway.wait_for(number, before + 1)[-1].code
        end = self.submit(code=code, action="default")
        assert end, self.page
        return end

    def _follow(self, answer: requests.Response) -> str | None:
        while answer.is_redirect:
            target = urljoin(answer.url, answer.headers["location"])
            if not target.startswith(self.base + "/"):
                return target
            answer = self.session.get(target, allow_redirects=False)
        self.url, self.page, self.status = answer.url, answer.text, answer.status_code
        return None


def query(url: str) -> dict:
    """The parameters of an address, each once."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
