"""Images are stored pixel for pixel as they came, upright and in their colours, and without what cameras note."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageChops, ImageCms, ImageOps

from ots_portal.library import images
from ots_portal.library.images import picture_of, thumbnail_of
from ots_portal.library.models import File
from tests.admin_pages import admin_address, errors_of
from tests.factories import make_document, make_user

ADD = "/tr/yonetim/library/file/add/"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description photoshop:City="Gizlice"/></x:xmpmeta>'
PLACE = b"GPS-MARK"
DAMAGED = "The image is damaged or incomplete. Save it anew from the original and upload it again."


def drawing(mode="RGB", size=(60, 40)):
    """Colours that differ from corner to corner, so that turning it shows."""
    red, green = Image.linear_gradient("L").resize(size), Image.radial_gradient("L").resize(size)
    return Image.merge("RGB", (red, green, ImageOps.invert(red))).convert(mode)


def image_of(kind="JPEG", *, turn=None, mode="RGB", camera="Kamera 1", **more):
    """A file as a camera or an editor writes it, with everything that should not be published."""
    exif = Image.Exif()
    exif[ExifTags.Base.Model] = camera
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSAreaInformation] = PLACE
    if turn:
        exif[ExifTags.Base.Orientation] = turn
    stream = BytesIO()
    drawing(mode).save(stream, kind, exif=exif, xmp=XMP, icc_profile=PROFILE, **more)
    return stream.getvalue()


KINDS = {
    "photograph": ("a.jpg", image_of(comment=b"Gizlice")),
    "progressive photograph": ("a.jpeg", image_of(progressive=True)),
    "grey photograph": ("a.jpg", image_of(mode="L")),
    "logo": ("a.png", image_of("PNG", mode="RGBA")),
    "logo of few colours": ("a.png", image_of("PNG", mode="P")),
    "WebP": ("a.webp", image_of("WEBP", mode="RGBA")),
    "WebP without loss": ("a.webp", image_of("WEBP", lossless=True)),
}


def stored(content, name="a.jpg"):
    return picture_of(content, f".{name.rpartition('.')[2]}")


def opened(content):
    return Image.open(BytesIO(content))


def same_pixels(one, other):
    one, other = opened(one).convert("RGBA"), opened(other).convert("RGBA")
    return one.size == other.size and ImageChops.difference(one, other).getbbox(alpha_only=False) is None


def refusal(content, name="a.jpg"):
    with pytest.raises(ValidationError) as refused:
        stored(content, name)
    return refused.value.messages


@pytest.mark.parametrize(("name", "content"), KINDS.values(), ids=KINDS)
def test_metadata_go_while_pixels_and_colour_profile_stay(name, content):
    picture = stored(content, name)

    assert PLACE in content or b"Gizlice" in content
    assert not [mark for mark in (PLACE, b"Gizlice", b"Kamera", b"xmpmeta", b"Exif") if mark in picture.content]
    assert dict(opened(picture.content).getexif()) == {}
    assert opened(picture.content).info["icc_profile"] == PROFILE
    assert same_pixels(picture.content, content)
    assert (picture.width, picture.height) == (60, 40)


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
@pytest.mark.parametrize("turn", range(2, 9))
def test_which_side_is_up_is_kept_and_nothing_else_beside_it(kind, name, turn):
    content = image_of(kind, turn=turn)

    picture = stored(content, name)

    assert dict(opened(picture.content).getexif()) == {ExifTags.Base.Orientation: turn}
    assert PLACE not in picture.content
    assert same_pixels(picture.content, content)
    assert (picture.width, picture.height) == ImageOps.exif_transpose(opened(content)).size


def test_the_head_of_a_webp_promises_no_metadata_that_are_gone():
    before, after = image_of("WEBP"), stored(image_of("WEBP"), "a.webp").content

    assert (before[20] & 0b1100, after[20] & 0b1100) == (0b1100, 0)


@pytest.mark.parametrize(("name", "content"), KINDS.values(), ids=KINDS)
def test_what_was_stored_and_is_uploaded_again_is_stored_alike(name, content):
    first = stored(content, name)

    assert stored(first.content, name) == first


def test_the_same_photograph_with_other_notes_is_the_same():
    assert stored(image_of(camera="Kamera 1")) == stored(image_of(camera="Telefon 2"))


def test_of_a_photograph_of_several_pictures_the_first_is_kept():
    stream = BytesIO()
    drawing().save(stream, "MPO", save_all=True, append_images=[drawing("L").convert("RGB")])

    picture = stored(stream.getvalue())

    assert picture.content.count(b"\xff\xd8\xff") == 1
    assert opened(picture.content).format == "JPEG"
    assert same_pixels(picture.content, stream.getvalue())


@pytest.mark.parametrize(("name", "content"), KINDS.values(), ids=KINDS)
def test_what_stands_behind_the_end_is_not_stored(name, content):
    assert stored(content + b"<script>x()</script>PK\x03\x04", name) == stored(content, name)


# ---- Refusals ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("name", "content"), KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("share", [0.3, 0.97])
def test_an_incomplete_image_is_refused(name, content, share):
    assert refusal(content[: int(len(content) * share)], name) == [gettext(DAMAGED)]


def test_an_image_under_the_wrong_ending_is_told_the_right_one():
    text = "By its content this is a %(kind)s image, but its name ends in %(ending)s. Let the name end in %(right)s."

    assert refusal(image_of("PNG"), "a.jpg") == [gettext(text) % {"kind": "PNG", "ending": ".jpg", "right": ".png"}]
    assert refusal(image_of(), "a.webp") == [gettext(text) % {"kind": "JPEG", "ending": ".webp", "right": ".jpg"}]


@pytest.mark.parametrize("content", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"%PDF-1.7"])
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
def test_what_is_no_such_image_is_refused(content, name):
    text = "By its content this is no JPEG, PNG or WebP image. Save it as one of these and upload it again."

    assert refusal(content, name) == [gettext(text)]


def test_the_colours_of_print_are_refused_with_what_to_do():
    text = "The image has the colours of print (CMYK), which screens show wrongly. Save it in RGB and upload it again."

    assert refusal(image_of(mode="CMYK")) == [gettext(text)]


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_moving_image_is_refused(kind):
    stream = BytesIO()
    drawing().save(stream, kind, save_all=True, append_images=[ImageOps.flip(drawing())])

    assert refusal(stream.getvalue(), f"a.{kind.lower()}") == [
        gettext("The image moves. Save one picture of it and upload that.")
    ]


def bomb(width, height):
    """A PNG of a few bytes that claims to be as large; decoding it would be the harm."""
    chunks = {
        b"IHDR": struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0),
        b"IDAT": zlib.compress(b"0"),
        b"IEND": b"",
    }
    parts = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks.items()
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")  # Pillow's, which nobody reads
@pytest.mark.parametrize("size", [(5_000, 5_001), (9_000, 9_000), (60_000, 60_000)])
def test_more_pixels_than_can_be_looked_at_are_refused_before_any_is_decoded(size):
    text = "The image has more than %(number)d million pixels. Save it smaller and upload it again."

    assert refusal(bomb(*size), "a.png") == [gettext(text) % {"number": 25}]


def test_an_image_of_too_many_bytes_is_refused(monkeypatch):
    content = image_of()
    monkeypatch.setattr(images, "LARGEST", len(content) - 1)
    text = "The image is larger than 20 MB. Save it with fewer pixels or more compression and upload it again."

    assert refusal(content) == [gettext(text)]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(list(KINDS.values())), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12))
def test_whatever_is_wrong_with_an_image_it_is_refused_or_stored_whole(image, changes):
    name, content = image
    spoilt = bytearray(content)
    for place, value in changes:
        spoilt[int(place * (len(spoilt) - 1))] = value

    try:
        picture = stored(bytes(spoilt), name)
    except ValidationError:
        return

    assert thumbnail_of(picture.content).startswith(b"RIFF")


# ---- In the admin --------------------------------------------------------------------------------------------
def upload(client, content, name="Zirve.jpg"):
    return client.post(ADD, {"content": SimpleUploadedFile(name, content), "name": ""}, follow=True)


@pytest.mark.django_db
def test_an_uploaded_photograph_is_stored_without_its_place_and_shown_small_with_its_size(admin_client):
    response = upload(admin_client, image_of(turn=6))

    file = File.objects.get()
    assert (file.media_type, file.width, file.height) == ("image/jpeg", 40, 60), errors_of(response)
    assert file.content.read() == stored(image_of(turn=6)).content
    assert file.size == len(stored(image_of(turn=6)).content)
    page = admin_client.get(admin_address(file, "change")).text
    assert gettext("%(width)d × %(height)d pixels") % {"width": 40, "height": 60} in page
    small = admin_client.get(f"/tr/yonetim/library/file/{file.pk}/thumbnail/")
    assert small["Content-Type"] == "image/webp"
    assert opened(small.content).size == (40, 60)
    assert f"/{file.pk}/thumbnail/" in admin_client.get("/tr/yonetim/library/file/").text


@pytest.mark.django_db
def test_the_same_photograph_from_another_camera_program_is_told_as_stored_already(admin_client):
    upload(admin_client, image_of(camera="Kamera 1"), "Zirve.jpg")

    response = upload(admin_client, image_of(camera="Düzenleyici"), "Zirve 2.jpg")

    assert "Zirve.jpg" in str(next(iter(response.context["messages"])))


@pytest.mark.django_db
def test_thumbnails_are_for_staff_who_may_see_the_file_and_of_images_only(client):
    image = File.objects.create(content=ContentFile(image_of(), name="a.jpg"))
    paper = File.objects.create(content=ContentFile(b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF", name="a.pdf"))
    address = f"/tr/yonetim/library/file/{image.pk}/thumbnail/"

    assert client.get(address).status_code == 302
    client.force_login(make_user(is_staff=True))
    assert client.get(address).status_code == 403
    client.force_login(make_user(role="reader"))
    assert client.get(address).status_code == 200
    assert client.get(address.replace(str(image.pk), str(paper.pk))).status_code == 404


@pytest.mark.django_db
def test_an_image_that_a_document_offers_is_saved_and_never_shown_in_place(client):
    file = File.objects.create(content=ContentFile(image_of("PNG"), name="logo.png"))
    make_document().files.create(language="tr", file=file)

    response = client.get(file.get_absolute_url())

    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert response["Content-Disposition"] == 'attachment; filename="logo.png"'
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
