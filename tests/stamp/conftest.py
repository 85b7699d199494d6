"""Authorities, made once."""

from __future__ import annotations

import pytest
from tests.stamp.authority import Authority


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """One that is trusted where its root is given."""
    return Authority(tmp_path_factory.mktemp("authority"), "Harbour Notary")


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Another one, with a root of its own."""
    return Authority(tmp_path_factory.mktemp("stranger"), "Somebody Else")
