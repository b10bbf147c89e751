"""The help pages: one Markdown file a code, and a list of all, generated from the rules."""

from collections.abc import Mapping
from pathlib import Path

from playground.checking._explaining import Explanation, explanations

_HEAD = "<!-- Generated from the rules by `make problems`; edit playground/checking/rules. -->\n\n"
_INTRODUCTION = (
    "What checking says of a drawing, with the reason and an example. Errors stop a run, warnings do not, hints teach."
)
_MEANS = {
    "error": "An error: it keeps the network from being built or trained.",
    "warning": "A warning: it works, but look.",
    "hint": "A hint: it may be what you mean.",
}


def pages() -> dict[str, str]:
    """The text of every file of the folder by its name."""
    found = list(explanations())
    return {"README.md": _list(found), **{f"{each.code}.md": _page(each) for each in found}}


def write_pages(folder: Path, wanted: Mapping[str, str]) -> None:
    """Write a folder of pages anew, each text by its file's name; files of codes that are gone are removed."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8")


def _page(each: Explanation) -> str:
    parts = [f"# {each.title}", f"`{each.code}`. {_MEANS[each.severity]}", *each.why]
    if each.before:
        parts += ["## Example", _block(each.before)]
        if each.says:
            parts.append(f"> {each.says}")
    if each.after:
        parts += [f"{each.cure}:" if each.cure else "Better:", _block(each.after)]
    return _HEAD + "\n\n".join(parts) + "\n"


def _list(found: list[Explanation]) -> str:
    parts = ["# Problems", _INTRODUCTION]
    for severity, title in (("error", "Errors"), ("warning", "Warnings"), ("hint", "Hints")):
        rows = [f"- [{each.title}]({each.code}.md) `{each.code}`" for each in found if each.severity == severity]
        parts += [f"## {title}", "\n".join(rows)]
    return _HEAD + "\n\n".join(parts) + "\n"


def _block(code: str) -> str:
    return f"```python\n{code}\n```"
