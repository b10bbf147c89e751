"""The README's tour runs as it is printed, and its links lead somewhere."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "README.md").read_text()


def test_the_tour_runs_in_a_fresh_process_and_leaves_what_it_says(tmp_path: Path):
    (tour,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", tour],
        cwd=tmp_path,
        env=os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "5930 ()" in done.stdout
    assert "layers.Conv2D(16" in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["digits.playground.json", "digits.svg", "exports"]
    assert (tmp_path / "exports" / "digits" / "saved_model.pb").is_file()


def test_every_link_of_the_readme_leads_to_a_file():
    links = re.findall(r"\]\(([^)]+)\)", TEXT)
    assert links
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []
