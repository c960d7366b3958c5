"""An invented sky is the same for a seed, and holds only what a node would take."""

from __future__ import annotations

import pytest

from detente.core.airspace.volume import Volume
from detente.core.airspace.volume_json import volume_from_json, volume_to_json
from detente.sim.sky import SKIES, notices


@pytest.mark.parametrize("sky", SKIES)
def test_every_volume_of_a_sky_is_valid(sky: str) -> None:
    """What the benches measure with would pass the check that every message passes."""
    for notice in notices(sky, 200):
        assert isinstance(volume_from_json(volume_to_json(notice.volume), "v"), Volume)


def test_a_seed_is_a_sky() -> None:
    """The same seed gives the same volumes, another seed others."""
    assert list(notices("hubs", 50, 3)) == list(notices("hubs", 50, 3))
    assert list(notices("hubs", 50, 3)) != list(notices("hubs", 50, 4))
