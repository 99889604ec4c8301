"""Mails as people, programs and broken programs send them, and a real Dovecot to fetch them from."""

import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from tests import ports

ANA = "ana@example.org"
CONF = """
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
mail_location = maildir:{folder}/mail/%u
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
passdb {{
  driver = static
  args = password=test
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


def mail(text: str = "Рупа је дубока.", *, sender: str = ANA, **headers: str) -> bytes:
    """A mail as a decent program sends it; headers are named with _ for -."""
    made = EmailMessage()
    named = {"From": sender, "To": "report@city.example", "Subject": "Рупа", "Date": "Wed, 11 Mar 2026 10:00:00 +0100"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in named.items():
        made[name] = value
    made.set_content(text)
    return made.as_bytes()


@dataclass(frozen=True)
class Server:
    """A running Dovecot; any user may sign in with the password “test”."""

    port: int
    user: str = "city"

    @property
    def url(self) -> str:
        """The mailbox of the city, as the settings name it."""
        return f"imap://{self.user}:test@127.0.0.1:{self.port}/INBOX"

    @contextmanager
    def line(self) -> Iterator[imaplib.IMAP4]:
        """A colleague's mail program."""
        line = imaplib.IMAP4("127.0.0.1", self.port)
        line.login(self.user, "test")
        line.select("INBOX")
        try:
            yield line
        finally:
            line.logout()

    def put(self, *mails: bytes, flags: str = "") -> None:
        """Lay mails into the box."""
        with self.line() as line:
            for each in mails:
                kind, said = line.append("INBOX", flags, "", each)
                assert kind == "OK", said


@contextmanager
def dovecot() -> Iterator[Server | None]:
    """A real IMAP server until the block ends; None when there is none to start."""
    program = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
    if program is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="korzo-imap-"))
    user = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    (folder / "mail").mkdir()
    for path in (folder, folder / "mail"):
        path.chmod(0o755)
        os.chown(path, user.pw_uid, user.pw_gid)
    import grp

    port = ports.free()
    conf = folder / "dovecot.conf"
    conf.write_text(CONF.format(folder=folder, user=user.pw_name, group=grp.getgrgid(user.pw_gid).gr_name, port=port))
    with subprocess.Popen(
        [program, "-F", "-c", str(conf)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as running:
        try:
            _wait(port, running, folder / "log")
            yield Server(port)
        finally:
            running.terminate()
            running.wait(10)
            shutil.rmtree(folder, ignore_errors=True)


def _wait(port: int, running: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(100):
        with socket.socket() as attempt:
            attempt.settimeout(0.2)
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        if running.poll() is not None:
            break
        time.sleep(0.1)
    said = log.read_text() if log.exists() else ""
    raise RuntimeError(f"Dovecot did not start: {said[-2000:]}")
