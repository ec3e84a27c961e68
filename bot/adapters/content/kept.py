"""The library as it was last read, kept in one file beside the content: a start need not check everything again.

It counts only for the very same files, of the content and of the code that reads it, by their names, sizes and times;
and it holds nothing but the core's own kinds of entries. Where it doesn't fit, cannot be read or cannot be written, the
content is read as ever.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from threading import Lock

from bot.adapters.clock import now
from bot.adapters.content.stamps import Stamp, stamps
from bot.core.model import library as model
from bot.core.model.library import Library

KEPT = ".library"
"""The file's name."""

_DIGEST, _LENGTH = 32, 8
_SECOND = 10**9
_CODE = (Path(model.__file__).parent, Path(__file__).parent)


def read(directory: Path, load: Callable[[Path], Library]) -> Library:
    """The library in `directory`, by `load` where it isn't kept. Raises what `load` raises.

    Of a kept one only the roadmap is read at once; the rest, which takes 20 ms, when somebody asks for any of it.
    """
    sources = _sources(directory)
    try:
        roadmap, end = _part(directory / KEPT, 0, sources)
    except Exception:  # noqa: BLE001 - whatever is wrong with it, the content itself is still there
        return _loaded(directory, load)

    def rest() -> Mapping[str, object]:
        try:
            return _part(directory / KEPT, end, sources)[0]
        except Exception:  # noqa: BLE001 - as above
            return vars(_loaded(directory, load))

    return _Late(roadmap["roadmap"], rest)


class _Late(Library):
    """A library whose roadmap is there; the `rest` comes when it is asked for."""

    def __init__(self, roadmap: object, rest: Callable[[], Mapping[str, object]]) -> None:
        vars(self).update(roadmap=roadmap, _rest=rest, _lock=Lock())

    def __getattr__(self, name: str) -> object:
        known = vars(self)
        with known["_lock"]:
            if "_rest" in known:
                known.update(known["_rest"]())
                del known["_rest"]
        if name not in known:
            raise AttributeError(name)
        return known[name]


def _loaded(directory: Path, load: Callable[[Path], Library]) -> Library:
    """The library as the content says it, which is kept from now on."""
    sources = _sources(directory)
    library = load(directory)
    if _sources(directory) == sources and _settled(sources):  # nobody edited anything meanwhile
        _keep(directory / KEPT, sources, library)
    return library


def _sources(directory: Path) -> list[Stamp]:
    """The stamps of all that decides what the library is."""
    return [*stamps(directory, ".yaml"), *(stamp for code in _CODE for stamp in stamps(code, ".py"))]


def _settled(sources: list[Stamp]) -> bool:
    """Whether any later edit gets another time, in whole seconds."""
    return all(time < int(now().timestamp()) * _SECOND for _, _, time in sources)


def _keep(file: Path, sources: list[Stamp], library: Library) -> None:
    """Write it beside and move it there, so that nobody ever reads half of it."""
    beside = file.with_name(f"{KEPT}-{os.getpid()}")
    rest = {one.name: getattr(library, one.name) for one in fields(Library)}
    roadmap = {"roadmap": rest.pop("roadmap")}
    with contextlib.suppress(OSError):  # the content may lie where nobody may write
        try:
            beside.write_bytes(b"".join(_sealed(part, sources) for part in (roadmap, rest)))
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)


def _sealed(part: Mapping[str, object], sources: list[Stamp]) -> bytes:
    """A part of the library as it is written: its digest, its length in bytes, and itself."""
    data = pickle.dumps(part, protocol=5)
    return _digest(sources, data) + len(data).to_bytes(_LENGTH) + data


def _part(file: Path, place: int, sources: list[Stamp]) -> tuple[Mapping[str, object], int]:
    """The part that begins at a place in the file, and where it ends. Raises whatever is wrong with it."""
    with file.open("rb") as kept:
        kept.seek(place)
        digest, length = kept.read(_DIGEST), int.from_bytes(kept.read(_LENGTH))
        data = kept.read(length)
    if digest != _digest(sources, data):
        raise ValueError("it is of other sources, or damaged")
    part = _Entries(BytesIO(data)).load()
    if not isinstance(part, dict):
        raise TypeError("not a part of a library")
    return part, place + _DIGEST + _LENGTH + length


def _digest(sources: list[Stamp], data: bytes) -> bytes:
    """Of some data and its sources, whose times count in whole seconds: archives and images keep no more of them."""
    known = "\n".join([sys.version, *(f"{name} {size} {time // _SECOND}" for name, size, time in sources)])
    return blake2b(known.encode() + data, digest_size=_DIGEST).digest()


class _Entries(pickle.Unpickler):
    """Makes nothing but entries and days, so that a file that somebody else put there can run nothing."""

    def find_class(self, module: str, name: str) -> object:
        """A kind of entry by its name. Raises `UnpicklingError` for anything else."""
        ours = module.startswith(f"{model.__package__}.") and name.isidentifier()
        if not ours and (module, name) != ("datetime", "date"):
            raise pickle.UnpicklingError("not an entry")
        return super().find_class(module, name)
