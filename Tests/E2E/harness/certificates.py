"""A certificate authority of our own and server certificates for localhost, made with openssl."""

import subprocess
from pathlib import Path

_NEW_KEY = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
_EXTENSIONS = """\
subjectAltName = DNS:localhost,IP:127.0.0.1
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
"""


class Authority:
    """Lives in a folder: `ca.pem` is what clients trust."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.certificate = folder / "ca.pem"
        self._openssl(
            f"req -x509 {_NEW_KEY} -days 2 -subj /CN=Authority -keyout ca.key -out ca.pem"
            " -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign"
        )
        (folder / "server.ext").write_text(_EXTENSIONS)

    def issue(self, certificate: Path, key: Path) -> None:
        """Writes a new certificate for localhost and its key; files that are there are replaced, each at once."""
        self._openssl(f"req {_NEW_KEY} -subj /CN=localhost -keyout fresh.key -out fresh.csr")
        self._openssl(
            "x509 -req -in fresh.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile server.ext"
            " -out fresh.pem"
        )
        (self.folder / "fresh.key").rename(key)
        (self.folder / "fresh.pem").rename(certificate)

    def _openssl(self, arguments: str) -> None:
        subprocess.run(["openssl", *arguments.split()], cwd=self.folder, check=True, capture_output=True)
