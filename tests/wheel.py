"""Builds the wheel as on a machine without Node.js, and installs it into an environment of its own, for tests."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "playground", "widgets")
BUILT = shutil.ignore_patterns("node_modules", "dist", "*.js", "__pycache__")
MODULES = ("widgets/node_modules", "widgets/lab/node_modules")


def without_node(folder: Path) -> dict[str, str]:
    """Variables of a process that finds a shell on its path and nothing else."""
    programs = folder / "programs"
    programs.mkdir()
    shell = shutil.which("sh")
    if shell is None:
        raise RuntimeError("There is no shell.")
    (programs / "sh").symlink_to(shell)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("npm_", "NODE", "PYTHONPATH"))}
    return kept | {"PATH": str(programs), "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}


def _linked(source: str, target: str) -> None:
    """A hard link, or a copy where the two folders are on different disks."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def build_wheel(folder: Path, environment: dict[str, str]) -> Path:
    """Build from a copy of the sources in which the browser half was never built."""
    copy = folder / "sources"
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=BUILT)
        else:
            copy.mkdir(exist_ok=True)
            shutil.copy2(source, copy / name)
    # Links of files and not of the folder: what the build does to its packages must not be done to ours.
    for modules in MODULES:
        shutil.copytree(ROOT / modules, copy / modules, symlinks=True, copy_function=_linked)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder / "dist"), str(copy)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(done.stdout + done.stderr)
    (wheel,) = (folder / "dist").glob("*.whl")
    return wheel


def install_wheel(wheel: Path, folder: Path) -> Path:
    """Install into a fresh environment that borrows everything else from this one; gives its Python."""
    home = folder / "installed"
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True, timeout=120)
    others = sysconfig.get_paths()["purelib"]
    (packages,) = (home / "lib").glob("python*/site-packages")
    (packages / "others.pth").write_text(others)
    borrow(Path(sys.prefix), home)
    return python


def borrow(source: Path, home: Path) -> None:
    """Link what Jupyter reads of the packages that were borrowed, all but Playground's own files."""
    shutil.copytree(source / "etc" / "jupyter", home / "etc" / "jupyter", dirs_exist_ok=True)
    shared, own = source / "share" / "jupyter", home / "share" / "jupyter"
    (own / "lab").symlink_to(shared / "lab")
    for extension in (shared / "labextensions").iterdir():
        if extension.name != "keras-playground":
            (own / "labextensions" / extension.name).symlink_to(extension)
