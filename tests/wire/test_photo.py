"""Photos: what the camera wrote beside the picture does not go out with it."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from detente.wire.photo import bare, media_of, photo_problem

LIMIT = 48 * 1024


def taken(form: str) -> bytes:
    """A small photo with a place, a comment and a maker's name in it."""
    image = Image.new("RGB", (64, 48), (200, 30, 30))
    exif = Image.Exif()
    exif[0x010F] = "Maker of cameras"
    exif.get_ifd(0x8825)[1] = "S"
    out = io.BytesIO()
    if form == "JPEG":
        image.save(out, form, exif=exif, comment=b"at the river road")
    else:
        image.save(out, form, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_the_picture_stays_and_the_camera_s_words_go(form: str) -> None:
    """The same pixels come out; maker, place and comment do not."""
    data = taken(form)
    assert b"Maker of cameras" in data
    clean = bare(data)
    assert clean is not None
    for word in (b"Maker", b"river road", b"Exif", b"eXIf"):
        assert word not in clean
    before, after = (Image.open(io.BytesIO(one)) for one in (data, clean))
    assert before.tobytes() == after.tobytes()
    assert photo_problem(data, "photo", LIMIT) is None
    assert media_of(data) == f"image/{form.lower()}"
    assert bare(clean) == clean


def test_what_hangs_behind_the_picture_is_cut() -> None:
    """A second picture, or a place, appended behind the end of a JPEG does not go out."""
    for behind in (b"22.9S 14.4E", taken("JPEG")):
        assert bare(taken("JPEG") + behind) == bare(taken("JPEG"))


def test_a_progressive_photo_keeps_all_its_scans() -> None:
    """A photo that comes in several scans is whole, and shows the same."""
    out = io.BytesIO()
    Image.effect_noise((64, 48), 60).save(out, "JPEG", progressive=True, quality=90)
    clean = bare(out.getvalue())
    assert clean is not None
    before, after = (Image.open(io.BytesIO(one)) for one in (out.getvalue(), clean))
    assert before.tobytes() == after.tobytes()


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_photo_that_is_cut_short_anywhere_is_refused_in_words(form: str) -> None:
    """Half a photo never ends in a fault; without its end it is refused."""
    data = taken(form)
    for size in range(4, len(data) - 2, 7):
        problem = photo_problem(data[:size], "photo", LIMIT)
        assert problem is not None
        assert problem.remedy


def test_too_large_or_another_thing_is_refused() -> None:
    """The limit is said with what was found; a text is no photo."""
    large = photo_problem(b"\xff\xd8\xff" + bytes(LIMIT), "photo", LIMIT)
    assert large is not None
    assert large.rule == "photo-size"
    other = photo_problem(b"GIF89a", "photo", LIMIT)
    assert other is not None
    assert other.rule == "photo-kind"
