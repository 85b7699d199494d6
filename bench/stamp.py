"""Where a result comes from: the command, the day, the machine. Every file in bench/results has it."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

__all__ = ["RESULTS", "cpu_model", "write_result"]

RESULTS = Path(__file__).with_name("results")


def cpu_model() -> str:
    """The processor's name as the system gives it."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def write_result(path: Path, module: str, arguments: Sequence[str], result: Mapping[str, object]) -> None:
    """Write a result as JSON, under what made it: `python -m module arguments`, day and machine."""
    made = {
        "command": " ".join(["python -m", module, *arguments]),
        "date": date.today().isoformat(),
        "cpu": f"{cpu_model()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"made": made, **result}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
