"""Setting up and serving."""

import os
import sys
from pathlib import Path

import click

from korzo import cli


@click.command()
@cli.home_option
def setup() -> None:
    """Bring a home up to date: browser libraries, translations, tables, static files."""
    prepare()
    click.echo("Ready. Start with: korzo serve")


def prepare() -> None:
    """Do what must be done before serving; each step is skipped when it is up to date."""
    from korzo.ui import assets

    assets.install()
    from korzo.kernel.text import catalogues

    catalogues.compile(Path(cli.__file__).resolve().parents[1] / "locale")
    cli.start()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from django.conf import settings

    if not (settings.TESTING or settings.DEBUG):
        _collect(Path(settings.STATIC_ROOT))


def _collect(target: Path) -> None:
    """Gather and compress static files, unless nothing changed since the last time."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    found = (storage.path(name) for finder in get_finders() for name, storage in finder.list([]))
    state = "\n".join(f"{path} {(info := Path(path).stat()).st_size} {info.st_mtime_ns}" for path in sorted(found))
    stamp = target / ".stamp"
    if stamp.exists() and stamp.read_text() == state:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(state)


@click.command()
@cli.home_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
def serve(host: str, port: int) -> None:
    """Serve web pages and run background jobs until stopped."""
    prepare()
    start_serving(host, port)


@click.command()
@cli.home_option
def worker() -> None:
    """Run background jobs only (`serve` starts one by itself)."""
    cli.start()
    from korzo.kernel.jobs.worker import Runner

    runner = Runner()
    runner.configure_signals()
    runner.run()


@click.command()
@cli.home_option
@click.option("--port", type=int, help="Port to listen on.  [default: 8000, of the neighbour 8001]")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--cases", type=int, help="How many complaints to invent.  [default: 6000, of the neighbour 300]")
@click.option("--serve/--no-serve", "serving", default=True, help="Serve when the city is ready.")
@click.option("--neighbour", is_flag=True, help="The city next door, to exchange cases with the demo city.")
def demo(port: int | None, host: str, cases: int | None, *, serving: bool, neighbour: bool) -> None:
    """Set everything up, invent a demo city, and serve it."""
    port, cases = port or (8001 if neighbour else 8000), cases or (300 if neighbour else 6000)
    os.environ.setdefault("KORZO_HOME", "demo-neighbour" if neighbour else "demo-home")
    home = Path(os.environ["KORZO_HOME"])
    home.mkdir(parents=True, exist_ok=True)
    settings_file = home / "korzo.env"
    if not settings_file.exists():
        from korzo.site.demo import identity

        given = identity.NEIGHBOUR if neighbour else identity.SETTINGS
        settings_file.write_text("".join(f"KORZO_{name}={value}\n" for name, value in given.items()))
    prepare()
    from korzo.site import demo as city

    city.invent(cases=cases, say=click.echo)
    click.echo(city.welcome(f"http://localhost:{port}"))
    if serving:
        start_serving(host, port)


def start_serving(host: str, port: int) -> None:
    """Hand over to a supervisor that has nothing of Django in its memory."""
    from korzo.site import config

    settings = config.load()
    given = [host, str(port), str(settings.workers), str(settings.threads)]
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "korzo.cli.supervisor", *given])  # noqa: S606 -- our own module
