"""The wheel: made without a Node.js of the system, complete, and enough for a studio where nothing else is built."""

import importlib.metadata
import json
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.wheel import build_wheel, install_wheel, without_node

EXTENSION = ".data/data/share/jupyter/labextensions/keras-playground/"
SERVED = f"{EXTENSION}static/"
ASSET = re.compile(r"studio-[0-9a-f]{12}\.js")
LIMIT = 2_600_000
BUNDLE_LIMIT = 1_600_000


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("wheel")


@pytest.fixture(scope="module")
def environment(place: Path) -> dict[str, str]:
    return without_node(place)


@pytest.fixture(scope="module")
def wheel(place: Path, environment: dict[str, str]) -> Path:
    return build_wheel(place, environment)


@pytest.fixture(scope="module")
def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_browser_half_is_in_the_package_and_the_same_files_are_for_the_server(contents: dict[str, bytes]):
    packed = {name.removeprefix("playground/static/") for name in contents if name.startswith("playground/static/")}
    served = {name.split(SERVED)[1] for name in contents if SERVED in name}
    assert packed <= served
    assert sorted(re.sub(r"[0-9a-f]{12}", "HASH", name) for name in packed) == [
        "plotly-HASH.js",
        "stub.js",
        "studio-HASH.js",
    ]
    for name, data in contents.items():
        if SERVED in name and name.split(SERVED)[1] in packed:
            assert data == contents["playground/static/" + name.split(SERVED)[1]]


def test_jupyterlab_finds_an_extension_that_is_small_and_works_from_the_oldest_version_on(contents: dict[str, bytes]):
    own = {name.split(EXTENSION)[1]: data for name, data in contents.items() if EXTENSION in name}
    package = json.loads(own["package.json"])
    assert package["version"] == importlib.metadata.version("keras-playground")
    load = package["jupyterlab"]["_build"]["load"]
    assert re.fullmatch(r"static/remoteEntry\.[0-9a-f]+\.js", load)
    assert load in own
    assert json.loads(own["install.json"])["packageName"] == "keras-playground"
    assert package["dependencies"]["@jupyterlab/application"] == "^4.4.0"
    served = [name for name in own if re.match(r"static/(?!plotly-|studio-|stub)", name)]
    assert sum(len(own[name]) for name in served) < 100_000


def test_the_stub_names_the_bundle_and_the_bundle_names_plotly_as_they_are_packed(contents: dict[str, bytes]):
    stub = contents["playground/static/stub.js"]
    (studio,) = set(ASSET.findall(stub.decode()))
    bundle = contents[f"playground/static/{studio}"].decode()
    (plotly,) = set(re.findall(r"plotly-[0-9a-f]{12}\.js", bundle))
    assert f"playground/static/{plotly}" in contents
    assert len(stub) < 4_000


def test_the_bundle_is_small_and_has_no_charts_in_it(contents: dict[str, bytes]):
    (studio,) = (data for name, data in contents.items() if re.fullmatch(r"playground/static/studio-\w+\.js", name))
    assert len(studio) < BUNDLE_LIMIT
    assert b"scattergl" not in studio
    assert b"scatter" in next(data for name, data in contents.items() if "playground/static/plotly-" in name)


def test_every_module_and_template_is_packed_and_nothing_that_only_developers_need(contents: dict[str, bytes]):
    root = Path(__file__).parents[2]
    sources = [path for ending in ("*.py", "*.json") for path in (root / "playground").rglob(ending)]
    sources = [path for path in sources if "static" not in path.parts]
    packed = {name for name in contents if name.startswith("playground/") and "/static/" not in name}
    assert packed == {str(path.relative_to(root)) for path in sources}
    kinds = {name.split("/")[0].partition("-0.")[0].partition("-1.")[0] for name in contents}
    assert kinds == {"playground", "keras_playground"}
    assert [name for name in contents if "node_modules" in name or "test" in name] == []


def test_the_wheel_is_for_every_machine_and_no_larger_than_it_has_to_be(wheel: Path):
    assert re.fullmatch(r"keras_playground-[0-9.]+[a-z0-9]*-py3-none-any\.whl", wheel.name)
    assert wheel.stat().st_size < LIMIT


def test_the_metadata_names_the_needs_and_brings_the_licence_and_the_readme(contents: dict[str, bytes]):
    (text,) = (data.decode() for name, data in contents.items() if name.endswith(".dist-info/METADATA"))
    assert {"Name: keras-playground", "License-Expression: Apache-2.0", "Description-Content-Type: text/markdown"} <= {
        *text.splitlines()
    }
    assert "Requires-Dist: tensorflow" in text
    assert text.partition("\n\n")[2].strip() == (Path(__file__).parents[2] / "README.md").read_text().strip()
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in contents)


PROGRAM = """
import importlib.metadata
import json
import playground as pg
from playground.session import STATIC, handle, read_template
studio = pg.Studio(read_template("digits_cnn").network, data="digits")
heard = []
studio.session.edits = lambda event, buffers: heard.append((event, buffers))
name = next(path.name for path in STATIC.glob("studio-*.js"))
handle(studio.session, {"id": "1", "command": {"type": "get_asset", "name": name}})
((reply, buffers),) = heard
state = studio.get_state()
print(json.dumps({
    "home": pg.__file__,
    "version": importlib.metadata.version("keras-playground") == pg.__version__,
    "stub": state["_esm"],
    "parameters": studio.report.parameters,
    "nodes": len(state["document"]["network"]["nodes"]),
    "asset": [reply.answer.name, len(buffers[0])],
}))
"""


def test_the_installed_wheel_makes_a_studio_and_hands_out_its_bundle_without_node(
    wheel: Path, place: Path, environment: dict[str, str], contents: dict[str, bytes]
):
    python = install_wheel(wheel, place)
    done = subprocess.run(
        [python, "-W", "error::UserWarning", "-c", PROGRAM],
        env=environment,
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    stub = contents["playground/static/stub.js"].decode()
    (studio,) = set(ASSET.findall(stub))
    assert Path(told.pop("home")).is_relative_to(place / "installed")
    assert told == {
        "version": True,
        "stub": stub,
        "parameters": 160 + 4_640 + 32_832 + 650,
        "nodes": 8,
        "asset": [studio, len(contents[f"playground/static/{studio}"])],
    }
