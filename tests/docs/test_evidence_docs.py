"""The pages on evidence and on deciding name every field and every closed list."""

import re
from pathlib import Path

from firsthand.kinds import Conclusion, Verdict
from firsthand.pipeline.evidence import BodyState
from firsthand.show.weighed import schemas

USERS = Path(__file__).parents[2] / "docs" / "users"


def test_every_field_and_every_closed_list_is_documented() -> None:
    """Of each schema, on the page of its commands."""
    pages = {
        "evidence": (schemas.kinds_schema, schemas.bodies_schema, schemas.run_schema),
        "deciding": (schemas.replay_schema, schemas.verdict_schema),
    }
    for name, own in pages.items():
        page = (USERS / f"{name}.md").read_text(encoding="utf-8")
        for schema in own:
            properties = schema()["properties"]
            assert isinstance(properties, dict)
            for field, described in properties.items():
                assert re.search(rf"`{field}(\[\])?`", page), f"{name}: {field}"
                for inner in described.get("items", {}).get("properties", {}):
                    assert re.search(rf"`{inner}(\[\])?`", page), f"{name}: {field}.{inner}"
    for words, name in ((Conclusion, "deciding"), (Verdict, "evidence"), (BodyState, "evidence")):
        page = (USERS / f"{name}.md").read_text(encoding="utf-8")
        for each in words:
            assert f"`{each.value}`" in page, each
