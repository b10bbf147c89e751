"""Makes an environment with the oldest JupyterLab that we support, and everything else as in this one.

`python scripts/oldest_lab.py FOLDER`: only JupyterLab itself is fetched; its needs and the kernel are of this one.
"""

import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]


def oldest() -> str:
    """The lower bound that pyproject.toml sets."""
    needs = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    (bound,) = (found[1] for need in needs if (found := re.fullmatch(r"jupyterlab>=([0-9]+\.[0-9]+)", need)))
    return f"{bound}.0"


def make(home: Path) -> None:
    """Make it anew."""
    shutil.rmtree(home, ignore_errors=True)
    venv.create(home, with_pip=False, symlinks=True)
    pip = [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python"), "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", f"jupyterlab=={oldest()}"], check=True)  # noqa: S603  # pip, and a name of ours
    (packages,) = (home / "lib").glob("python*/site-packages")
    others = sysconfig.get_paths()["purelib"]
    # As a folder of packages with its own .pth files: the editable install of this checkout is one of them.
    (packages / "others.pth").write_text(f"import site; site.addsitedir({others!r})\n")
    borrow(Path(sys.prefix) / "share" / "jupyter" / "labextensions", home / "share" / "jupyter" / "labextensions")


def borrow(source: Path, target: Path) -> None:
    """Link the extensions of this environment, but those of the newer JupyterLab's own family."""
    target.mkdir(parents=True, exist_ok=True)
    for extension in source.iterdir():
        if extension.name != "@jupyter-notebook":
            (target / extension.name).symlink_to(extension)


if __name__ == "__main__":
    make(Path(sys.argv[1]).resolve())
