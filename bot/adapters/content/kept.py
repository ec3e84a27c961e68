"""The library as it was last read, kept in one file beside the content: a start need not check everything again.

It counts only for the very same bytes, of the content and of the code that reads it, and holds nothing but the core's
own kinds of entries. Where it doesn't fit, cannot be read or cannot be written, the content is read as ever.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from threading import Lock

from bot.core.model import library as model
from bot.core.model.library import Library

KEPT = ".library"
"""The file's name. It begins with a digest of the sources and of what stands behind it."""

_DIGEST = 32
_CODE = (Path(model.__file__).parent, Path(__file__).parent)


def read(directory: Path, load: Callable[[Path], Library]) -> Library:
    """The library in `directory`, by `load` where it isn't kept. Raises what `load` raises."""
    sources = _sources(directory)
    library = _opened(directory / KEPT, sources)
    if library is None:
        library = load(directory)
        if _sources(directory) == sources:  # nobody edited anything meanwhile
            _keep(directory / KEPT, sources, library)
    return library


class _Opened(Library):
    """A kept library: the roadmap, and the rest as soon as somebody asks for any of it, for that takes 20 ms."""

    def __init__(self, roadmap: object, rest: memoryview) -> None:
        vars(self).update(roadmap=roadmap, _rest=rest, _unpacking=Lock())

    def __getattr__(self, name: str) -> object:
        known = vars(self)
        with known["_unpacking"]:
            if "_rest" in known:
                known.update(_Entries(BytesIO(known["_rest"])).load())
                del known["_rest"]
        if name not in known:
            raise AttributeError(name)
        return known[name]


def _sources(directory: Path) -> bytes:
    """A digest of all that decides what the library is: 4 ms for 2 MB."""
    digest = blake2b(sys.version.encode(), digest_size=_DIGEST)
    for root, ending in [(directory, ".yaml"), *((code, ".py") for code in _CODE)]:
        for name, data in _files(str(root), ending):
            digest.update(f"\n{name} {len(data)}\n".encode())
            digest.update(data)
    return digest.digest()


def _files(root: str, ending: str) -> Iterator[tuple[str, bytes]]:
    """The names and contents of the files that end so, in a fixed order; by `os`, which is three times as quick."""
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            if name.endswith(ending):
                path = os.path.join(folder, name)  # noqa: PTH118
                yield path[len(root) :], _bytes(path)


def _bytes(path: str) -> bytes:
    try:
        with open(path, "rb", 0) as file:  # noqa: PTH123
            return file.read()
    except OSError:
        return b"cannot be read"


def _opened(file: Path, sources: bytes) -> Library | None:
    try:
        kept = memoryview(file.read_bytes())
        if kept[:_DIGEST] != _seal(sources, kept[_DIGEST:]):
            return None
        stream = BytesIO(kept[_DIGEST:])
        roadmap = _Entries(stream).load()
        return _Opened(roadmap, kept[_DIGEST + stream.tell() :])
    except Exception:  # noqa: BLE001 - whatever is wrong with it, the content itself is still there
        return None


def _keep(file: Path, sources: bytes, library: Library) -> None:
    """Write it beside and move it there, so that nobody ever reads half of it."""
    beside = file.with_name(f"{KEPT}-{os.getpid()}")
    rest = {one.name: getattr(library, one.name) for one in fields(Library) if one.name != "roadmap"}
    data = pickle.dumps(library.roadmap, protocol=5) + pickle.dumps(rest, protocol=5)
    with contextlib.suppress(OSError):  # the content may lie where nobody may write
        try:
            beside.write_bytes(_seal(sources, data) + data)
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)


def _seal(sources: bytes, data: bytes) -> bytes:
    return blake2b(data, key=sources, digest_size=_DIGEST).digest()


class _Entries(pickle.Unpickler):
    """Makes nothing but entries and days, so that a file that somebody else put there can run nothing."""

    def find_class(self, module: str, name: str) -> object:
        """A kind of entry by its name. Raises `UnpicklingError` for anything else."""
        ours = module.startswith(f"{model.__package__}.") and name.isidentifier()
        if not ours and (module, name) != ("datetime", "date"):
            raise pickle.UnpicklingError("not an entry")
        return super().find_class(module, name)
