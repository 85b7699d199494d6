"""What several folders of tests share: the indexes of places, and a small case."""

from __future__ import annotations

import gc
import os
import shutil
import signal
from pathlib import Path

import pytest
from hypothesis import settings
from tests.once import index_of_places, made_once
from tests.told_case import make_told_case

from firsthand.resolve import gazetteer_entries
from firsthand.resolve.gazetteer import build

settings.register_profile("any machine", deadline=None)  # how fast it is, benchmarks tell
settings.load_profile("any machine")


def pytest_configure(config: pytest.Config) -> None:
    """Commands find the index of places that the tests keep, and never one that somebody has added to. Interruptions
    reach them, also where the tests were started by what ignores them (`nohup`, a job in the background)."""
    gc.set_threshold(100_000, 50, 50)  # as the command does: word lists and modules are no garbage
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    cache: pytest.Cache = config.cache
    os.environ["FIRSTHAND_HOME"] = str(cache.mkdir("firsthand"))
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        index_of_places()  # before several processes ask for it, and each builds its own


def pytest_collection_finish() -> None:
    """What is there before the first test stays: it is not looked through for garbage again and again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    gc.unfreeze()  # what is left at the end is cleared away, and nothing is told as leaked


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real index of the larger towns only, built once: whoever writes to one takes a copy."""

    def make(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(gazetteer_entries, "_SMALLEST", 15000)
            build(folder / "gazetteer.mdb")

    return made_once(tmp_path_factory, "index", make) / "gazetteer.mdb"


@pytest.fixture(scope="session")
def told_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small case in three languages, taken in and read once: whoever writes to it takes a copy."""
    made = made_once(tmp_path_factory, "told", make_told_case)
    return shutil.copytree(made / "case", tmp_path_factory.mktemp("told") / "case")
