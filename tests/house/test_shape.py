"""What the house looks like: sizes, rooms, contracts, templates, documents."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from tests.house import documents

from korzo.kernel import capability
from korzo.site.config import Config

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "korzo"
CAPABILITIES = sorted(path.parent for path in (SOURCE / "capabilities").glob("*/apps.py"))
NOT_OURS = ("static-collected", "vendor", "__pycache__", "theme.css")  # theme.css is generated
MOST_LINES = 400
FORBIDDEN_NAMES = {"utils", "util", "common", "helpers", "helper", "misc", "services", "managers"}


def ours(*endings: str) -> list[Path]:
    folders = [ROOT / name for name in ("src", "tests", "bench")]
    found = [path for folder in folders for path in folder.rglob("*") if path.suffix in endings]
    return sorted(path for path in found if not any(part in NOT_OURS for part in path.parts))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_is_longer_than_400_lines() -> None:
    counted = {
        named(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in ours(".py", ".js", ".mjs", ".css", ".html")
    }
    assert len(counted) > 100
    too_long = {
        name: lines for name, lines in counted.items() if lines > MOST_LINES and not name.endswith("/0001_initial.py")
    }
    assert too_long == {}


def test_no_room_is_a_junk_drawer() -> None:
    assert [named(path) for path in ours(".py") if FORBIDDEN_NAMES & {*path.relative_to(ROOT).parts, path.stem}] == []


@pytest.mark.parametrize("folder", CAPABILITIES, ids=lambda path: path.name)
def test_every_capability_says_what_it_is(folder: Path) -> None:
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("# ")
    assert len(readme) > 500


# Contracts -----------------------------------------------------------------------------------------------------------
PLANTS = {
    "storeys": ("kernel/text/planted.py", "from korzo.ui import components\n", "The house has storeys"),
    "storeys, new folder": ("utils/__init__.py", '"""Junk."""\n', "The house has storeys"),
    "neighbours": (
        "capabilities/cases/events/__init__.py",
        "from korzo.capabilities.planted import rules\n",
        "do not know one another",
    ),
    "doors, journey": (
        "journeys/planted.py",
        "from korzo.capabilities.cases import operations\n",
        "only through its public door",
    ),
    "doors, site": (
        "site/planted.py",
        "from korzo.capabilities.cases.models import Case\n",
        "only through its public door",
    ),
    "rooms": (
        "capabilities/cases/models/counts.py",
        "from korzo.capabilities.cases import views\n",
        "Rooms are stacked",
    ),
    "rooms, new room": ("capabilities/cases/helpers.py", '"""Junk."""\n', "Rooms are stacked"),
    "pure, django": (
        "capabilities/cases/rules/cells.py",
        "from django.conf import settings\n",
        "Rules are plain Python",
    ),
    "pure, kernel": ("capabilities/cases/rules/cells.py", "from korzo.kernel import refs\n", "Rules are plain Python"),
    "cellar": ("kernel/refs/planted.py", "from korzo.kernel import publishing\n", "The kernel is a stack"),
    "cellar, new room": ("kernel/junk.py", '"""Junk."""\n', "The kernel is a stack"),
}


def contracts(root: Path) -> dict[str, bool]:
    """Run import-linter on a copy of the source; the name of each contract, and whether it is kept."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--config", str(ROOT / "pyproject.toml"), "--no-logo"]
    ended = subprocess.run(
        [*command, "--cache-dir", str(root / "cache")],
        cwd=root,
        env={"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [re.sub(r" \(\d+ ignored imports?\)$", "", line.strip()) for line in ended.stdout.splitlines()]
    found = {line.rsplit(" ", 1)[0]: line.endswith(" KEPT") for line in lines if line.endswith((" KEPT", " BROKEN"))}
    assert found, ended.stdout + ended.stderr
    assert (ended.returncode == 0) is all(found.values())
    return found


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The source without what is no Python, with a second capability beside the first."""
    root = tmp_path_factory.mktemp("house")
    for path in SOURCE.rglob("*.py"):
        if not any(part in NOT_OURS for part in path.parts):
            copy = root / path.relative_to(SOURCE.parent)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    (root / "korzo" / "capabilities" / "planted").mkdir()
    for name in ("__init__", "rules", "apps"):
        (root / "korzo" / "capabilities" / "planted" / f"{name}.py").write_text('"""Another capability."""\n')
    yield root
    shutil.rmtree(root)


def test_the_contracts_are_kept(copied: Path) -> None:
    kept = contracts(copied)
    assert len(kept) == 7
    assert all(kept.values()), kept


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_violation_is_caught(copied: Path, name: str) -> None:
    where, code, contract = PLANTS[name]
    path = copied / "korzo" / where
    before = path.read_text() if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text((before or "") + code)
    try:
        broken = [name for name, kept in contracts(copied).items() if not kept]
    finally:
        if before is None:
            path.unlink()
            if where == "utils/__init__.py":
                path.parent.rmdir()
        else:
            path.write_text(before)
    assert [name for name in broken if contract in name], broken


# What import-linter cannot see ---------------------------------------------------------------------------------------
def reached_models(code: str) -> list[str]:
    """Models that are looked up by name instead of imported."""
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    return [
        ast.unparse(call)
        for call in calls
        if ast.unparse(call.func).endswith(("get_model", "get_app_config", "import_string"))
    ]


def strange_templates(text: str, own: str, others: set[str]) -> list[str]:
    """Templates of a neighbour that are included or extended."""
    named = re.findall(r"""["']([a-z_]+)/[\w/.-]+\.(?:html|txt)["']""", text)
    return [name for name in named if name in others - {own}]


@pytest.mark.parametrize("folder", CAPABILITIES, ids=lambda path: path.name)
def test_no_capability_reaches_into_another_behind_the_contracts(folder: Path) -> None:
    others = {each.name for each in CAPABILITIES}
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            assert reached_models(path.read_text(encoding="utf-8")) == [], path
    for path in [*folder.rglob("*.py"), *folder.rglob("*.html")]:
        assert strange_templates(path.read_text(encoding="utf-8"), folder.name, others) == [], path
    labels = {each.label for each in capability.switched_on()}
    for model in apps.get_app_config(folder.name).get_models() if folder.name in labels else ():
        joined = {
            field.related_model._meta.app_label
            for field in model._meta.get_fields()
            if field.is_relation and field.related_model
        }
        assert joined <= {folder.name, "kernel"}, model


def test_the_check_behind_the_contracts_catches_plants() -> None:
    assert reached_models("from django.apps import apps\nCase = apps.get_model('cases', 'Case')") == [
        "apps.get_model('cases', 'Case')"
    ]
    assert strange_templates('{% include "desk/call.html" %}', "cases", {"cases", "desk"}) == ["desk"]
    assert (
        strange_templates('{% include "cases/head.html" %}{% extends "ui/page.html" %}', "cases", {"cases", "desk"})
        == []
    )


# Templates -----------------------------------------------------------------------------------------------------------
def inline(html: str) -> list[str]:
    """Scripts, styles and handlers written into a page, which the content security policy refuses."""
    plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", html, flags=re.DOTALL)
    found = re.findall(
        r"<style\b|<script\b(?![^>]*\bsrc=)[^>]*>|\sstyle\s*=|\son[a-z]+\s*=|javascript:", plain, flags=re.IGNORECASE
    )
    data = ('type="importmap"', 'type="application/ld+json"')  # blocks of data, which browsers do not run
    return [each for each in found if not any(sign in each for sign in data)]


def test_no_template_carries_script_or_style() -> None:
    pages = [path for path in ours(".html") if "messages" not in path.parts]  # mail has no other way
    assert len(pages) > 50
    assert {named(path): found for path in pages if (found := inline(path.read_text(encoding="utf-8")))} == {}


def test_the_check_for_script_and_style_catches_plants() -> None:
    for bad in (
        '<a onclick="x()">',
        "<p style='x'>",
        "<style>",
        "<script>x</script>",
        '<a href="javascript:x">',
        '<b\nonload = "x">',
    ):
        assert inline(bad), bad
    for good in (
        '{% component "map" style=x %}',
        '<script type="module" src="x"></script>',
        '<script type="application/ld+json">{}</script>',  # a data block, which browsers do not run
        '<a data-on="x" href="">',
        "<stylesheet>",
    ):
        assert inline(good) == [], good


# Documents -----------------------------------------------------------------------------------------------------------
def test_every_setting_says_what_it_does() -> None:
    for name, field in Config.model_fields.items():
        assert field.description, name
        assert field.description.endswith((".", "bytes.")) or field.description[-1] in ".)", name


@pytest.mark.django_db
@pytest.mark.parametrize("path", documents.PAGES, ids=lambda path: path.name)
def test_written_pages_say_what_the_code_says(path: Path) -> None:
    """When this fails after a change that is meant: `PYTHONPATH=src python -m tests.house.documents`."""
    assert path.read_text(encoding="utf-8") == documents.PAGES[path]()


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_constraints_and_indexes_have_names_of_their_own() -> None:
    named = [each.name for model in apps.get_models() for each in (*model._meta.constraints, *model._meta.indexes)]
    assert sorted(named) == sorted(set(named)), "PostgreSQL wants them unique across all tables"
