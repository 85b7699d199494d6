"""Make the borders that the desk's map draws from Natural Earth, which is in the public domain.

    python -m assets.borders.make FOLDER

FOLDER holds the three files of `INPUTS`; where each is found stands in docs/developers/assets.md. The results lie
beside this file and are kept in git: what is drawn as whose land is for people to see and judge, and the inputs weigh
130 MB.

The land is cut into pieces, each belonging to one region, to one country by the recognised borders, and to one by
Natural Earth's own view, which follows who holds the land. All is drawn from these pieces, so lines that are the same
in two views are the same to the last digit.
"""

import json
import sys
from pathlib import Path

from assets.borders.cutting import cut, simplified
from assets.borders.drawing import countries, lines, regions
from assets.borders.reading import read_claims, read_recognised, read_regions

HERE = Path(__file__).resolve().parent


def main(folder: Path) -> None:
    """Write the five files, and say how much they weigh."""
    recognised = read_recognised(folder)
    pieces = simplified(cut(read_regions(folder), recognised))
    drawn = {
        "countries-recognised": countries(pieces, "recognised", recognised),
        "countries-de-facto": countries(pieces, "held", recognised),
        "regions": regions(pieces, recognised),
        **lines(pieces, read_claims(folder)),
    }
    for name, features in drawn.items():
        text = json.dumps(
            {"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":")
        )
        (HERE / f"{name}.json").write_text(text.replace('},{"type":"Feature"', '},\n{"type":"Feature"') + "\n", "utf-8")
        print(f"{name}: {len(features)} features, {len(text.encode()) // 1000} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
