"""The help pages of findings: one Markdown file a code, and a list of all, generated from the rules."""

from playground.doctor.rules import RULES

_HEAD = "<!-- Generated from the rules by `make findings`; edit playground/doctor/rules. -->\n\n"
_INTRODUCTION = (
    "What the doctor says of a run, in its tab below the canvas and by `pg.diagnose(run)`: how it is found, and where "
    "its threshold is from. Errors make a run useless, warnings cost something, hints are worth a look."
)
_MEANS = {"error": "An error", "warning": "A warning", "hint": "A hint"}


def pages() -> dict[str, str]:
    """The text of every file of the folder by its name."""
    rows = "\n".join(f"- [{each.title}]({each.code}.md) `{each.code}`" for each in RULES)
    written = {"README.md": f"{_HEAD}# Findings\n\n{_INTRODUCTION}\n\n{rows}\n"}
    for each in RULES:
        parts = [f"# {each.title}", f"`{each.code}`. {_MEANS[each.severity]}.", *each.why]
        written[f"{each.code}.md"] = _HEAD + "\n\n".join(parts) + "\n"
    return written
